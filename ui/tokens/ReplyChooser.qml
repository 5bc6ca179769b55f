import QtQuick
import Halftone.App
import Halftone.Controls

// Which reply is read: ‹ turn 3 of 3 · its question ›
Item {
    id: chooser

    required property TokensViewModel tokens

    implicitHeight: Theme.px(30)
    visible: tokens.replies > 0

    IconButton {
        id: before
        objectName: "replyBefore"
        anchors.left: parent.left
        enabled: chooser.tokens.reply > 1
        icon.name: Theme.rightToLeft ? "after" : "before"
        text: qsTr("Reply before")
        keys: "["
        onClicked: chooser.tokens.stepReply(-1)
    }
    Elided {
        id: words
        anchors { left: before.right; leftMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
        width: Math.max(0, Math.min(implicitWidth, chooser.width - 2 * Theme.px(30 + 4)))
        text: qsTr("reply %1 of %2").arg(chooser.tokens.reply).arg(chooser.tokens.replies)
        font.pixelSize: Theme.small
    }
    IconButton {
        objectName: "replyAfter"
        anchors { left: words.right; leftMargin: Theme.px(4) }
        enabled: chooser.tokens.reply < chooser.tokens.replies
        icon.name: Theme.rightToLeft ? "before" : "after"
        text: qsTr("Reply after")
        keys: "]"
        onClicked: chooser.tokens.stepReply(1)
    }
}
