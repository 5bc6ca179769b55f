import QtQuick
import Halftone.Controls

// A figure of the reply: the number with its unit, what it counts, how it is measured.
Item {
    id: figure

    property string number
    property string unit
    property string label
    property string hint

    implicitHeight: value.height + name.height
    Accessible.role: Accessible.StaticText
    Accessible.name: number + " " + unit + " " + label
    Accessible.description: hint

    Row {
        id: value
        readonly property bool turned: Theme.rightToLeft && figure.unit !== "%"     // a sign stands behind its number, a word where words do
        x: Theme.rightToLeft ? parent.width - width : 0
        spacing: Theme.px(6)
        layoutDirection: turned ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Figure {
            id: big
            text: figure.number
            color: Theme.ink
            font { pixelSize: Theme.px(24); weight: Font.DemiBold }
            Accessible.ignored: true
        }
        Figure {
            anchors.baseline: big.baseline
            text: figure.unit
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    Label {
        id: name
        anchors { left: parent.left; right: parent.right; top: value.bottom }
        text: figure.label
        color: Theme.dim
        font.pixelSize: Theme.note
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
    HoverHandler { id: pointer }
    Hint { shown: pointer.hovered; text: figure.hint }
}
