import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// The tokens as they were read, one after the other: one is chosen, and those it looks at are tinted.
ListView {
    id: sentence

    required property AttentionViewModel attention

    implicitHeight: Theme.px(30)
    clip: true
    orientation: ListView.Horizontal
    boundsBehavior: Flickable.StopAtBounds
    model: attention.words
    currentIndex: attention.token
    highlightMoveDuration: Theme.quick
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Tokens")

    delegate: T.AbstractButton {
        id: word

        required property int index
        readonly property bool chosen: index === sentence.attention.token

        implicitWidth: read.implicitWidth + Theme.px(8)
        height: sentence.height
        focusPolicy: Qt.NoFocus
        text: sentence.attention.named(index)
        Accessible.role: Accessible.Button
        Accessible.name: text
        onClicked: sentence.attention.token = index

        background: Rectangle {
            radius: Theme.px(4)
            color: word.chosen ? Theme.accent : word.hovered ? Theme.hover : "transparent"
        }
        contentItem: Label {
            id: read
            text: word.text
            color: word.chosen ? Theme.accentInk : Theme.ink
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
