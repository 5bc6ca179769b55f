import QtQuick
import Halftone.App
import Halftone.Controls

// The model's words, block by block, and what they cost. While a reply streams only its last block changes.
Column {
    id: message

    required property ChatViewModel chat
    required property SettingsViewModel settings
    required property int row
    required property string text
    required property MarkdownBlockModel blocks
    required property MarkdownBlockModel reasoning
    required property bool thinking
    required property real thoughtSeconds
    required property bool streaming
    required property string finish
    required property replyFigures figures
    required property int version
    required property int versions
    required property string details
    required property bool rightToLeft
    required property bool last

    property bool reasoningShown: false
    property bool editing: false
    readonly property bool cut: finish !== "stop"
    readonly property bool active: pointer.hovered || copy.visualFocus || again.visualFocus || edit.visualFocus || branch.visualFocus || costs.focused
    // While the row is replaced, its blocks are gone before the last binding is.
    readonly property int parts: blocks?.count ?? 0
    readonly property int thoughts: reasoning?.count ?? 0

    signal versionWanted(version: int)

    spacing: Theme.px(9)

    function edit(): void {
        editing = true
    }

    function edited(text: string, goOn: bool): void {
        editing = false
        chat.editReply(row, text, goOn)
    }

    HoverHandler { id: pointer }

    Reasoning {
        width: parent.width
        visible: message.thoughts > 0 || message.thinking
        chat: message.chat
        settings: message.settings
        blocks: message.reasoning
        thinking: message.thinking
        seconds: message.thoughtSeconds
        rightToLeft: message.rightToLeft
        onOpenChanged: message.reasoningShown = open
    }
    Blocks {
        width: message.width
        visible: message.parts > 0 && !message.editing
        blocks: message.blocks
        settings: message.settings
        writing: message.streaming
        onCopied: text => message.chat.copyToClipboard(text)
        onLinkOpened: link => message.chat.openLink(link)
    }
    Loader {
        width: parent.width
        active: message.editing
        visible: active
        sourceComponent: MessageEditor {
            canSend: message.chat.canSend
            sendWithEnter: message.settings.sendWithEnter
            sendLabel: qsTr("Save and continue")
            keepLabel: qsTr("Save")
            onCancelled: message.editing = false
            onKept: text => message.edited(text, false)
            onSent: text => message.edited(text, true)
            Component.onCompleted: start(message.text, [])
        }
    }
    ReplyProgress {
        visible: message.streaming && message.parts === 0 && message.thoughts === 0
        chat: message.chat
    }
    Item {
        width: parent.width
        height: Math.max(Theme.px(16), costs.implicitHeight)
        visible: !message.streaming && !message.editing

        ReplyFigures {
            id: costs
            anchors { left: parent.left; right: actions.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            version: message.version
            versions: message.versions
            details: message.details
            detailed: message.active
            onVersionWanted: version => message.versionWanted(version)
            finish: message.finish
            values: message.figures
        }
        Row {
            id: actions
            anchors { right: parent.right; top: parent.top; topMargin: -Theme.px(7) }
            opacity: message.last || message.active ? 1 : 0

            Behavior on opacity { NumberAnimation { duration: Theme.quick } }

            IconButton {
                id: copy
                icon.name: "copy"
                text: qsTr("Copy the reply")
                onClicked: message.chat.copyText(message.row, message.reasoningShown)
            }
            IconButton {
                id: again
                icon.name: "again"
                text: qsTr("Answer again")
                enabled: message.chat.canSend
                onClicked: message.chat.regenerate(message.row)
            }
            IconButton {
                id: edit
                icon.name: "pencil"
                text: qsTr("Edit the reply")
                enabled: !message.chat.busy
                onClicked: message.edit()
            }
            IconButton {
                id: branch
                visible: !message.last
                icon.name: "branch"
                text: qsTr("Continue from here")
                enabled: !message.chat.busy
                onClicked: message.chat.continueFrom(message.row)
            }
            IconButton {
                visible: message.cut && message.parts > 0
                objectName: "goOn"
                icon.name: "onwards"
                text: qsTr("Go on where it stopped")
                enabled: message.chat.canSend
                onClicked: message.chat.continueReply(message.row)
            }
        }
    }
}
