import QtQuick
import Halftone.App
import Halftone.Controls

// What this conversation has to say: it no longer fits, a reply failed; and what can be done about it.
Banner {
    id: banner

    required property ChatNotice notice

    visible: notice.visible
    tone: notice.level === "error" ? "danger" : "notice"
    text: notice.text
    copyable: notice.details !== ""
    onCopied: notice.copyDetails()
    onDismissed: notice.dismiss()

    Button {
        visible: text !== ""
        text: banner.notice.action1
        onClicked: banner.notice.perform(banner.notice.action1Id)
    }
    Button {
        visible: text !== ""
        text: banner.notice.action2
        onClicked: banner.notice.perform(banner.notice.action2Id)
    }
}
