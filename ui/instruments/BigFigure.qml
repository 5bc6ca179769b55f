import QtQuick
import Halftone.Controls

// A figure that is read from across the room, its unit beside it.
Row {
    id: big

    property string figure
    property string unit
    property string hint: ""

    spacing: Theme.px(7)
    Accessible.role: Accessible.StaticText
    Accessible.name: figure + " " + unit
    Accessible.description: hint

    Figure {
        id: number
        text: big.figure
        color: big.figure === "–" ? Theme.dim : Theme.ink
        font.pixelSize: Theme.big
        font.weight: big.figure === "–" ? Font.Normal : Font.DemiBold
        Accessible.ignored: true
    }
    Figure {
        anchors.baseline: number.baseline
        text: big.unit
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    HoverHandler { id: pointer }
    Hint {
        parent: number
        shown: pointer.hovered
        text: big.hint
    }
}
