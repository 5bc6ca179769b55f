import QtQuick
import Halftone.App
import Halftone.Controls

// One message: mine in a bubble, the model's as a column of blocks with its figures.
Item {
    id: message

    required property int index
    required property string role
    required property string text
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
    required property bool omitted

    property ChatViewModel chat
    property SettingsViewModel settings
    property real columnWidth: 0
    property bool last: false
    property bool sendWithEnter: true

    function edit(): void {
        (body.item as UserMessage)?.edit()
    }

    implicitHeight: body.height + Theme.px(22)
    opacity: omitted ? 0.6 : 1
    Accessible.role: Accessible.ListItem
    Accessible.name: (role === "user" ? qsTr("You: %1") : qsTr("Model: %1")).arg(text)

    Loader {
        id: body
        x: Math.round((message.width - width) / 2)
        width: message.columnWidth
        sourceComponent: message.role === "user" ? mine : reply
    }
    Component {
        id: mine

        UserMessage {
            text: message.text
            blocks: message.blocks
            rightToLeft: message.rightToLeft
            editable: !message.chat.busy
            canSend: message.chat.canSend
            sendWithEnter: message.sendWithEnter
            onCopied: message.chat.copyText(message.index)
            onResent: text => message.chat.editAndResend(message.index, text)
        }
    }
    Component {
        id: reply

        AssistantMessage {
            chat: message.chat
            settings: message.settings
            row: message.index
            blocks: message.blocks
            reasoning: message.reasoning
            thinking: message.thinking
            thoughtSeconds: message.thoughtSeconds
            streaming: message.streaming
            finish: message.finish
            tokensPerSecond: message.tokensPerSecond
            firstTokenMs: message.firstTokenMs
            reusedTokens: message.reusedTokens
            promptTokens: message.promptTokens
            draftedTokens: message.draftedTokens
            acceptedTokens: message.acceptedTokens
            settingsLabel: message.settingsLabel
            rightToLeft: message.rightToLeft
            last: message.last
        }
    }
}
