import QtQuick
import Halftone.Controls

// A figure of a column: the number, what it counts, how it was measured.
Item {
    id: figure

    property string number                      // with its unit, where it has one; a dash: not known
    property string label
    property string unit                        // where the label is the unit
    property string hint

    implicitWidth: value.implicitWidth + Theme.px(5) + name.implicitWidth
    implicitHeight: value.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: number + " " + label
    Accessible.description: hint

    Row {
        anchors.fill: parent
        spacing: Theme.px(5)
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Figure {
            id: value
            text: figure.number
            color: Theme.ink
            font { pixelSize: Theme.body; weight: Font.DemiBold }
            Accessible.ignored: true
        }
        Label {
            id: name
            anchors.baseline: value.baseline
            text: figure.label
            color: Theme.dim
            font.pixelSize: Theme.note
            Accessible.ignored: true
        }
    }
    HoverHandler { id: pointer }
    Hint { shown: pointer.hovered; text: figure.hint }
}
