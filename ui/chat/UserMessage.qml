import QtQuick
import Halftone.App
import Halftone.Controls

// My words in a bubble at the end of the line; they can be copied, and changed and sent again.
Item {
    id: message

    required property string text
    required property MarkdownBlockModel blocks
    required property bool rightToLeft
    required property bool editable
    required property bool canSend
    required property bool sendWithEnter
    required property int version
    required property int versions
    required property string details
    required property var attachments           // of each {name, figure, content}
    property bool editing: false
    readonly property bool active: pointer.hovered || editButton.visualFocus || copy.visualFocus || choice.focused
    readonly property real room: Math.round(width * 0.86)

    signal versionWanted(version: int)
    signal copied()
    signal resent(text: string, without: var)
    signal attachmentShown(content: var)

    implicitHeight: editing ? editor.height : bubble.height + below.height

    function edit(): void {
        editing = true
        editor.start(text, attachments)
    }

    HoverHandler { id: pointer }

    Item {
        id: bubble
        anchors.right: parent.right
        visible: !message.editing
        width: Math.max(words.visible ? words.width : 0, chips.visible ? chips.width : 0) + Theme.px(28)
        height: (chips.visible ? chips.height : 0) + (chips.visible && words.visible ? Theme.px(8) : 0) + (words.visible ? words.height : 0) + Theme.px(18)

        Rectangle {
            anchors.fill: parent
            radius: Theme.px(14)
            color: Theme.mine
        }
        Rectangle {                             // the corner it was said from
            anchors { right: parent.right; bottom: parent.bottom }
            width: Theme.px(18)
            height: width
            radius: Theme.px(4)
            color: Theme.mine
        }
        MessageAttachments {
            id: chips
            x: Theme.px(14)
            y: Theme.px(9)
            room: message.room
            attachments: message.attachments
            onShown: content => message.attachmentShown(content)
        }
        Blocks {
            id: words
            x: Theme.px(14)
            y: Theme.px(9) + (chips.visible ? chips.height + Theme.px(8) : 0)
            visible: message.text !== "" || !chips.visible
            width: Math.min(Math.ceil(natural) + 1, message.room)
            blocks: message.blocks
        }
    }
    Row {
        anchors { right: bubble.left; rightMargin: Theme.px(4); verticalCenter: bubble.verticalCenter }
        visible: !message.editing
        opacity: message.active ? 1 : 0

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }

        IconButton {
            id: editButton
            icon.name: "pencil"
            text: qsTr("Edit and send again")
            enabled: message.editable
            onClicked: message.edit()
        }
        IconButton {
            id: copy
            icon.name: "copy"
            text: qsTr("Copy")
            onClicked: message.copied()
        }
    }
    Row {
        id: below
        anchors { right: parent.right; top: bubble.bottom; topMargin: Theme.px(3) }
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false
        height: Theme.px(20)
        visible: !message.editing
        spacing: Theme.px(10)

        Versions {
            id: choice
            anchors.verticalCenter: parent.verticalCenter
            version: message.version
            count: message.versions
            onWanted: version => message.versionWanted(version)
        }
        Figure {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            opacity: message.active ? 1 : 0
            text: message.details
            hint: qsTr("When it was sent, by this computer's clock.")

            Behavior on opacity { NumberAnimation { duration: Theme.quick } }
        }
    }
    MessageEditor {
        id: editor
        width: parent.width
        visible: message.editing
        canSend: message.canSend
        sendWithEnter: message.sendWithEnter
        onCancelled: message.editing = false
        onSent: text => {
            message.editing = false
            message.resent(text.trim(), without)
        }
        onAttachmentShown: content => message.attachmentShown(content)
    }
}
