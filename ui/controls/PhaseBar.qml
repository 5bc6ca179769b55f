import QtQuick
import "Format.js" as Format

// What the wait was made of: parts side by side, as wide as their share, labelled beneath.
Item {
    id: phases

    property var parts: []                      // [{label, value, text, tone, hint}]
    property string unit
    readonly property real total: parts.reduce((sum, part) => sum + part.value, 0)
    readonly property real gap: Theme.px(2)

    implicitWidth: Theme.px(280)
    implicitHeight: Theme.px(31)
    LayoutMirroring.childrenInherit: true

    Row {
        id: bars
        width: parent.width
        spacing: phases.gap

        Repeater {
            model: phases.parts

            Rectangle {
                id: bar
                required property var modelData
                readonly property real least: Theme.px(4)

                width: (bars.width - phases.gap * (phases.parts.length - 1) - least * phases.parts.length)
                       * (phases.total > 0 ? modelData.value / phases.total : 1 / phases.parts.length) + least
                height: Theme.px(10)
                radius: Theme.px(3)
                color: phases.total > 0 ? modelData.tone : Theme.track

                HoverHandler { id: barPointer }
                Hint {
                    shown: barPointer.hovered
                    text: bar.modelData.hint ?? ""
                }
            }
        }
    }
    Repeater {
        model: phases.parts

        Figure {
            id: words
            required property int index
            required property var modelData
            readonly property real spare: phases.width - width

            // First at the start, last at the end, the others spread between.
            x: {
                const place = phases.parts.length > 1 ? index / (phases.parts.length - 1) : 0
                return spare * (Theme.rightToLeft ? 1 - place : place)
            }
            anchors.bottom: parent.bottom
            text: modelData.label + " " + (index === phases.parts.length - 1 ? Format.whole(modelData.text, phases.unit) : modelData.text)
            font.pixelSize: Theme.note

            HoverHandler { id: wordPointer }
            Hint {
                shown: wordPointer.hovered
                text: words.modelData.hint ?? ""
            }
        }
    }
}
