import QtQuick
import Halftone.App
import Halftone.Controls

// What the whole program, or the model, has to say: in place, above the conversation.
Column {
    id: banners

    required property ApplicationViewModel application
    readonly property EngineViewModel engine: application.engine
    readonly property BannerViewModel banner: application.banner
    readonly property BackUpViewModel backUp: application.backUp
    readonly property CrashViewModel crash: application.crash

    spacing: Theme.gap
    topPadding: visible ? Theme.px(12) : 0
    visible: banner.visible || crash.visible || backUp.running || application.undo.visible || engine.errorText !== "" || engine.chatTemplate.undecided

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
        objectName: "crashBanner"
        width: parent.width
        visible: banners.crash.visible
        tone: "quiet"
        icon: "warning"
        text: qsTr("Halftone ended unexpectedly (%1). Your conversations are here as they were saved.").arg(banners.crash.when)
        detail: qsTr("A report says where in the program it was, with its settings and none of your words. It is in a file on this computer, and is sent nowhere.")
        onDismissed: banners.crash.dismiss()

        Button {
            objectName: "showCrash"
            text: qsTr("Show the folder")
            onClicked: banners.crash.showFolder()
        }
        Button {
            objectName: "forgetCrash"
            text: qsTr("Forget it")
            onClicked: banners.crash.forget()
        }
    }
    Banner {
        objectName: "backUpBanner"
        width: parent.width
        visible: banners.backUp.running
        tone: "quiet"
        icon: banners.backUp.importing ? "folder" : "file"
        dismissible: false
        text: banners.backUp.importing ? qsTr("Importing conversations") : qsTr("Backing up the conversations")

        Item {
            width: Theme.px(180)
            height: stop.height

            Meter {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                value: banners.backUp.share
                Accessible.name: banners.backUp.text
            }
        }
        Item {
            width: amount.implicitWidth
            height: stop.height

            Figure {
                id: amount
                anchors.verticalCenter: parent.verticalCenter
                text: banners.backUp.text
                hint: banners.backUp.importing ? qsTr("Read so far, of the size of what was chosen.") : qsTr("Written so far, of those there were at the beginning.")
            }
        }
        Button {
            id: stop
            objectName: "stopBackUp"
            text: qsTr("Stop")
            onClicked: banners.backUp.stop()
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
