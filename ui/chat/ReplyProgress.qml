import QtQuick
import Halftone.App
import Halftone.Controls

// Before the first token: waiting, or how much of the prompt has been read.
Row {
    id: progress

    required property ChatViewModel chat

    spacing: Theme.px(10)
    height: Theme.px(24)

    Mark {
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.px(18)
        busy: progress.visible
        color: Theme.dim
    }
    Figure {
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.small
        text: progress.chat.state === ChatViewModel.Prefill ? qsTr("Reading the conversation")
              : progress.chat.state === ChatViewModel.Stopping ? qsTr("Stopping") : qsTr("Waiting for the model")
    }
    Meter {
        anchors.verticalCenter: parent.verticalCenter
        visible: progress.chat.state === ChatViewModel.Prefill
        value: progress.chat.prefillProgress
        tone: Theme.kv
        Accessible.name: qsTr("Conversation read")
    }
}
