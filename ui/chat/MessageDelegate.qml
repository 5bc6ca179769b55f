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
    required property replyFigures figures
    required property string messageId
    required property int version
    required property int versions
    required property string details
    required property string change
    required property var attachments
    required property bool rightToLeft
    required property bool omitted

    property ChatViewModel chat
    property SettingsViewModel settings
    property real columnWidth: 0
    property bool last: false

    signal versionWanted(version: int)
    signal attachmentShown(content: var)

    implicitHeight: (divider.visible ? divider.height : 0) + body.height + Theme.px(22)
    opacity: omitted ? 0.6 : 1
    Accessible.role: Accessible.ListItem
    Accessible.name: (role === "user" ? qsTr("You: %1") : qsTr("Model: %1")).arg(text)

    function edit(): void {
        if (chat.busy)
            return
        if (role === "user")
            (body.item as UserMessage).edit()
        else
            (body.item as AssistantMessage).edit()
    }

    onMessageIdChanged: turned.restart()

    // Shows where a search has led to.
    function light(): void {
        lamp.restart()
    }

    Rectangle {
        id: glow
        anchors { fill: body; margins: -Theme.px(8) }
        objectName: "lamp"
        radius: Theme.px(14)
        color: Theme.selection
        opacity: 0

        SequentialAnimation {
            id: lamp

            PropertyAction { target: glow; property: "opacity"; value: 0.6 }
            PauseAnimation { duration: 900 }
            NumberAnimation { target: glow; property: "opacity"; to: 0; duration: Theme.quick * 3 }
        }
    }
    NumberAnimation {
        id: turned
        target: body
        property: "opacity"
        from: 0.2
        to: 1
        duration: Theme.quick
    }
    TurnDivider {
        id: divider
        x: body.x
        width: message.columnWidth
        visible: message.change !== ""
        text: message.change
    }
    Loader {
        id: body
        y: divider.visible ? divider.height : 0
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
            sendWithEnter: message.settings.sendWithEnter
            version: message.version
            versions: message.versions
            details: message.details
            onVersionWanted: version => message.versionWanted(version)
            onCopied: message.chat.copyText(message.index)
            attachments: message.attachments
            onAttachmentShown: content => message.attachmentShown(content)
            onResent: (text, without) => message.chat.editAndResend(message.index, text, without)
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
            figures: message.figures
            text: message.text
            version: message.version
            versions: message.versions
            details: message.details
            onVersionWanted: version => message.versionWanted(version)
            rightToLeft: message.rightToLeft
            last: message.last
        }
    }
}
