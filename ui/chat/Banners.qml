import QtQuick
import Halftone.App
import Halftone.Controls

// What the whole program, or the model, has to say: in place, above the conversation.
Column {
    id: banners

    required property ApplicationViewModel application
    readonly property EngineViewModel engine: application.engine
    readonly property BannerViewModel banner: application.banner

    spacing: Theme.gap
    topPadding: visible ? Theme.px(12) : 0
    visible: banner.visible || application.undo.visible || engine.errorText !== "" || engine.chatTemplate.undecided

    Banner {
        id: trouble
        width: parent.width
        visible: banners.banner.visible
        tone: banners.banner.level === "error" ? "danger" : "notice"
        text: banners.banner.text
        copyable: banners.banner.details !== ""
        onCopied: banners.banner.copyDetails()
        onDismissed: banners.banner.dismiss()

        Button {
            visible: text !== ""
            text: banners.banner.actionLabel
            onClicked: banners.banner.perform()
        }
    }
    Banner {
        objectName: "undoBanner"
        width: parent.width
        visible: banners.application.undo.visible
        tone: "quiet"
        icon: "bin"
        text: banners.application.undo.text
        onDismissed: banners.application.undo.dismiss()

        Button {
            objectName: "undo"
            text: banners.application.undo.actionLabel
            keys: "Ctrl Z"
            onClicked: banners.application.undo.perform()
        }
    }
    Banner {
        objectName: "baseModel"
        width: parent.width
        visible: banners.engine.chatTemplate.undecided
        tone: "quiet"
        icon: "onwards"
        text: qsTr("%1 comes without a chat template: it was probably trained to continue texts, not to answer.").arg(Format.isolated(banners.engine.modelName))
        detail: qsTr("Write the beginning of a text, and it goes on. In a dialogue it may answer, or ask itself the next question.")
        onDismissed: banners.engine.chatTemplate.continueText(false)

        Button {
            objectName: "continueText"
            kind: "primary"
            text: qsTr("Continue texts")
            onClicked: banners.engine.chatTemplate.continueText(true)
        }
        Button {
            objectName: "playDialogue"
            text: qsTr("Try a dialogue")
            onClicked: banners.engine.chatTemplate.continueText(false)
        }
    }
    Banner {
        id: failure
        objectName: "engineError"
        width: parent.width
        visible: banners.engine.errorText !== ""
        tone: "danger"
        text: banners.engine.errorText
        detail: banners.engine.errorRemedy
        copyable: true
        onCopied: banners.engine.copyError()
        onDismissed: banners.engine.dismissError()
    }
}
