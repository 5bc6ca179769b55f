import QtQuick
import Halftone.App
import Halftone.Controls

// What keys and values take with one head of them for all, with groups, and with a head for each.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    readonly property real span: width - 2 * inset

    title: experiment.headsTitle
    implicitHeight: head + column.height + Theme.px(14)

    Column {
        id: column
        x: card.inset
        y: card.head + Theme.px(4)
        width: card.span
        spacing: Theme.px(8)

        Repeater {
            model: card.experiment.heads

            Item {
                id: row

                required property string label
                required property string note
                required property string bytes
                required property real share

                width: column.width
                height: Theme.px(38)
                Accessible.role: Accessible.StaticText
                Accessible.name: label + ", " + note + ": " + bytes

                Elided {
                    id: name
                    x: Theme.rightToLeft ? row.width - width : 0
                    width: Math.min(implicitWidth, row.width - figure.width - Theme.px(70))
                    text: row.label
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Elided {
                    readonly property real room: row.width - name.width - figure.width - Theme.px(16)

                    x: Theme.rightToLeft ? name.x - width - Theme.px(7) : name.width + Theme.px(7)
                    anchors.baseline: name.baseline
                    width: Math.min(implicitWidth, Math.max(0, room))
                    text: row.note
                    color: Theme.dim
                    font.pixelSize: Theme.note
                    Accessible.ignored: true
                }
                Figure {
                    id: figure
                    x: Theme.rightToLeft ? 0 : row.width - width
                    anchors.baseline: name.baseline
                    text: row.bytes
                    color: Theme.ink
                    font { pixelSize: Theme.small; weight: Font.DemiBold }
                    Accessible.ignored: true
                }
                HoverHandler { id: pointer }
                Hint {
                    shown: pointer.hovered
                    text: qsTr("Keys and values of every layer for that many tokens, by the formula below.")
                }
                DotBar {
                    y: Theme.px(25)
                    width: row.width
                    rows: 1
                    parts: [{ key: "kv", fraction: row.share }]
                    Accessible.ignored: true
                }
            }
        }
        Figure {
            width: column.width
            text: card.experiment.headsFormula
            hint: qsTr("Keys and values, of each token in each layer, for as many heads as are kept, each of that width, two bytes a number.")
            lineHeight: 1.3
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
    }
}
