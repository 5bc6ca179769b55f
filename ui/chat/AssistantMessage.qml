import QtQuick
import Halftone.App
import Halftone.Controls

// The model's words, block by block, and what they cost. While a reply streams only its last block changes.
Column {
    id: message

    required property ChatViewModel chat
    required property SettingsViewModel settings
    required property int row
    required property MarkdownBlockModel blocks
    required property MarkdownBlockModel reasoning
    required property bool thinking
    required property real thoughtSeconds
    required property bool streaming
    required property string finish
    required property real tokensPerSecond
    required property real firstTokenMs
    required property int reusedTokens
    required property int promptTokens
    required property int draftedTokens
    required property int acceptedTokens
    required property string settingsLabel
    required property bool rightToLeft
    required property bool last

    property bool reasoningShown: false
    // While the row is replaced, its blocks are gone before the last binding is.
    readonly property int parts: blocks?.count ?? 0
    readonly property int thoughts: reasoning?.count ?? 0

    spacing: Theme.px(9)

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
        visible: message.parts > 0
        blocks: message.blocks
        settings: message.settings
        writing: message.streaming
        onCopied: text => message.chat.copyToClipboard(text)
        onLinkOpened: link => message.chat.openLink(link)
    }
    ReplyProgress {
        visible: message.streaming && message.parts === 0 && message.thoughts === 0
        chat: message.chat
    }
    Item {
        width: parent.width
        height: Math.max(Theme.px(16), figures.implicitHeight)
        visible: !message.streaming

        ReplyFigures {
            id: figures
            anchors { left: parent.left; right: actions.left; verticalCenter: parent.verticalCenter }
            finish: message.finish
            tokensPerSecond: message.tokensPerSecond
            firstTokenMs: message.firstTokenMs
            reusedTokens: message.reusedTokens
            promptTokens: message.promptTokens
            draftedTokens: message.draftedTokens
            acceptedTokens: message.acceptedTokens
            settingsLabel: message.settingsLabel
        }
        Row {
            id: actions
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            opacity: message.last || pointer.hovered || copy.visualFocus || again.visualFocus ? 1 : 0

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
        }
    }
}
