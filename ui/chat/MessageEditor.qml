import QtQuick
import Halftone.Controls

// A message being changed in place.
Rectangle {
    id: editor

    property bool canSend: true
    property bool sendWithEnter: true

    property string sendLabel: qsTr("Send again")
    property string keepLabel: ""               // empty: it cannot be kept without being sent

    readonly property var without: chips.without // of its attachments, which are taken away

    signal attachmentShown(content: var)
    signal cancelled()
    signal kept(text: string)
    signal sent(text: string)

    implicitHeight: area.implicitHeight + buttons.height + Theme.px(22) + (chips.visible ? chips.height + Theme.px(12) : 0)
    radius: Theme.px(14)
    color: Theme.pane
    border { width: area.activeFocus ? 2 : 1; color: area.activeFocus ? Theme.accent : Theme.line }

    function start(text: string, attachments: var): void {
        chips.attachments = attachments
        chips.without = []
        area.text = text
        area.cursorPosition = area.length
        area.forceActiveFocus()
    }

    MessageAttachments {
        id: chips
        x: Theme.rightToLeft ? editor.width - width - Theme.px(12) : Theme.px(12)
        y: Theme.px(12)
        room: editor.width - Theme.px(24)
        removable: true
        tone: Theme.well
        onShown: content => editor.attachmentShown(content)
    }
    MessageArea {
        id: area
        anchors { left: parent.left; right: parent.right; top: chips.visible ? chips.bottom : parent.top }
        implicitHeight: contentHeight + topPadding + bottomPadding
        padding: Theme.px(14)
        Accessible.name: qsTr("Edit the message")
        Keys.onEscapePressed: editor.cancelled()
        sendWithEnter: editor.sendWithEnter
        onSent: if (send.enabled) send.clicked()
    }
    Row {
        id: buttons
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.px(10) }
        spacing: Theme.gap

        Button {
            kind: "quiet"
            text: qsTr("Cancel")
            onClicked: editor.cancelled()
        }
        Button {
            visible: text !== ""
            text: editor.keepLabel
            enabled: area.text.trim() !== ""
            onClicked: editor.kept(area.text)
        }
        Button {
            id: send
            kind: "primary"
            text: editor.sendLabel
            enabled: editor.canSend && (area.text.trim() !== "" || chips.visible)
            onClicked: editor.sent(area.text)
        }
    }
}
