import QtQuick
import Halftone.App
import Halftone.Controls

// All cells: a row for each precision and attention, a column for each length.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    required property var tones
    readonly property int lines: lineNames.length
    readonly property var lineNames: named(experiment.weights, experiment.attentions)
    readonly property real nameWidth: Theme.px(82)
    readonly property real over: Theme.px(34)
    readonly property real pitch: Math.max(Theme.px(14), Math.min(Theme.px(22), (height - over - Theme.px(14)) / Math.max(1, lines)))
    property int pointed: -1

    function named(weights: var, attentions: var): var {
        const names = []
        for (const precision of weights)
            for (const attention of attentions)
                names.push([precision, attention])
        return names
    }

    function brief(tokens: int): string {
        return tokens >= 1000 && tokens % 100 === 0 ? tokens / 1000 + "k" : String(tokens)
    }

    implicitHeight: over + Math.max(1, lines) * Theme.px(18) + Theme.px(14)

    Repeater {
        model: card.experiment.prompts

        Figure {
            required property int index
            required property int modelData
            readonly property real middle: (index + 0.5) * picture.width / Math.max(1, card.experiment.prompts.length)

            x: picture.x + (Theme.rightToLeft ? picture.width - middle : middle) - width / 2
            y: Theme.px(12)
            text: card.brief(modelData)
            unit: qsTr("tokens")
            hint: qsTr("Length of the prompt, in tokens.")
            font.pixelSize: Theme.note
        }
    }
    Repeater {
        model: card.lineNames

        Item {
            id: line

            required property int index
            required property var modelData

            x: Theme.rightToLeft ? card.width - card.inset - width : card.inset
            y: card.over + index * card.pitch
            width: card.nameWidth
            height: card.pitch

            Row {
                anchors.verticalCenter: parent.verticalCenter
                x: Theme.rightToLeft ? line.width - width : 0
                spacing: Theme.px(6)
                layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                LayoutMirroring.enabled: false

                Figure { width: Theme.px(32); text: line.modelData[0]; color: Theme.ink; font.pixelSize: Theme.note }
                Figure { text: line.modelData[1]; font.pixelSize: Theme.note }
            }
        }
    }
    ExperimentMatrix {
        id: picture
        objectName: "experimentMatrix"
        x: Theme.rightToLeft ? card.inset : card.inset + card.nameWidth
        y: card.over
        width: card.width - 2 * card.inset - card.nameWidth
        height: card.lines * card.pitch
        experiment: card.experiment
        tones: card.tones
        rest: Theme.dot
        ink: Theme.ink
        danger: Theme.danger
        zoom: Theme.zoom
        mirrored: Theme.rightToLeft
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("Cells: %1").arg(card.experiment.plan)

        HoverHandler {
            id: pointer
            onPointChanged: card.pointed = hovered ? picture.cellAt(point.position.x, point.position.y) : -1
            onHoveredChanged: if (!hovered) card.pointed = -1
        }
        TapHandler { onTapped: point => card.experiment.dot = picture.cellAt(point.position.x, point.position.y) }
        Hint {
            shown: card.pointed >= 0
            text: card.pointed >= 0 ? card.experiment.dotText(ExperimentViewModel.Memory, card.pointed) : ""
        }
    }
}
