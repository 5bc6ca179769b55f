import QtQuick
import Halftone.App
import Halftone.Controls

// In the reply's place: why nothing is shown, or how far it has been read.
Column {
    id: waiting

    required property TokensViewModel tokens
    readonly property bool reading: tokens.state === TokensViewModel.Reading && tokens.slow

    spacing: Theme.px(10)

    Label {
        objectName: "tokensHintText"
        width: parent.width
        text: waiting.reading ? qsTr("Reading the reply… %1").arg(waiting.tokens.progressText) : waiting.tokens.hint
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.35
    }
    Meter {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: waiting.reading
        width: Theme.px(200)
        value: waiting.tokens.progress
        Accessible.name: qsTr("Reading the reply… %1").arg(waiting.tokens.progressText)
    }
    Label {
        width: parent.width
        visible: waiting.reading
        text: qsTr("Esc stops")
        color: Theme.dim
        font.pixelSize: Theme.note
        horizontalAlignment: Text.AlignHCenter
    }
}
