import QtQuick
import Halftone.Controls

// My words in a bubble at the end of the line; they can be copied, and changed and sent again.
Item {
    id: message

    required property string text
    required property bool rightToLeft
    required property bool editable
    required property bool canSend
    required property bool sendWithEnter
    property bool editing: false
    readonly property real room: Math.round(width * 0.86)

    signal copied()
    signal resent(text: string)

    implicitHeight: editing ? editor.height : bubble.height

    HoverHandler { id: pointer }

    Item {
        id: bubble
        anchors.right: parent.right
        visible: !message.editing
        width: words.width + Theme.px(28)
        height: words.height + Theme.px(18)

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
        TextEdit {
            id: words
            LayoutMirroring.enabled: false
            x: Theme.px(14)
            y: Theme.px(11)                     // the lines' own leading stands below them
            width: Math.min(Math.ceil(measure.implicitWidth) + 1, message.room)
            text: Theme.sheet + Theme.escaped(message.text)
            textFormat: TextEdit.RichText
            wrapMode: TextEdit.Wrap
            readOnly: true
            selectByMouse: true
            activeFocusOnPress: false
            horizontalAlignment: message.rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font { family: Theme.family; pixelSize: Theme.body }
            Accessible.name: qsTr("My message")
        }
        Text {
            id: measure
            visible: false
            text: message.text
            textFormat: Text.PlainText
            font: words.font
        }
    }
    Row {
        anchors { right: bubble.left; rightMargin: Theme.px(4); verticalCenter: bubble.verticalCenter }
        visible: !message.editing
        opacity: pointer.hovered || edit.visualFocus || copy.visualFocus ? 1 : 0

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }

        IconButton {
            id: edit
            icon.name: "pencil"
            text: qsTr("Edit and send again")
            enabled: message.editable
            onClicked: {
                message.editing = true
                editor.start(message.text)
            }
        }
        IconButton {
            id: copy
            icon.name: "copy"
            text: qsTr("Copy")
            onClicked: message.copied()
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
            message.resent(text)
        }
    }
}
