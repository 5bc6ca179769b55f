import QtQuick
import Halftone.App
import Halftone.Attention
import Halftone.Chat
import Halftone.Controls

// One conversation, and the ways to look at it: as a chat, or at what its tokens look at. One of them is seen, and has the keys.
Item {
    id: views

    required property ApplicationViewModel application
    property bool looking: false                // at attention
    readonly property bool opening: chat.opening

    signal openFileWanted()
    signal openFolderWanted()
    signal conversationSettingsWanted()
    signal refused(why: string)
    signal attachWanted()
    signal attachmentShown(content: var)

    function lookAt(attention: bool): void {
        looking = attention
        takeFocus()
    }

    // Where keys go when nothing else has them.
    function takeFocus(): void {
        if (looking)
            attention.forceActiveFocus(Qt.OtherFocusReason)
        else
            chat.focusComposer()
    }

    // Keys that nobody else has taken.
    function handle(event: var): void {
        event.accepted = false
        if (!looking)
            chat.handle(event)
    }

    // To the version before or after, or the head; false where there is no other.
    function step(by: int): bool {
        if (!looking)
            return chat.stepVersion(by)
        attention.stepHead(Theme.rightToLeft ? -by : by)
        return true
    }

    function copyPlainly(): void {
        chat.copyPlainly()
    }

    AttentionView {
        id: attention
        objectName: "attentionView"
        anchors.fill: parent
        visible: views.looking
        attention: views.application.attention
        onBackWanted: views.lookAt(false)
    }
    ChatView {
        id: chat
        anchors.fill: parent
        visible: !views.looking
        application: views.application
        onOpenFileWanted: views.openFileWanted()
        onOpenFolderWanted: views.openFolderWanted()
        onConversationSettingsWanted: views.conversationSettingsWanted()
        onRefused: why => views.refused(why)
        onAttachWanted: views.attachWanted()
        onAttachmentShown: content => views.attachmentShown(content)
    }
}
