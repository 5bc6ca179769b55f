import QtQuick
import Halftone.App
import Halftone.Controls

// What the lines below the words say.
Flow {
    id: legend

    required property TokensText words
    readonly property real natural: Array.from(children).reduce((sum, sample) => sum + (sample.width > 0 ? sample.width + spacing : 0), -spacing) + 1

    spacing: Theme.px(18)

    Repeater {
        model: [0.99, 0.8, 0.5, 0.2]

        Row {
            id: sample

            required property real modelData

            spacing: Theme.px(6)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(26)
                height: Math.max(1, Math.round(Theme.zoom * legend.words.weightOf(sample.modelData)))
                color: (Theme.dark, legend.words.hair, legend.words.toneOf(sample.modelData))
            }
            Figure { text: Format.whole(Math.round(100 * sample.modelData), "%"); hint: qsTr("The line below a token to which the model gave this probability, before temperature.") }
        }
    }
    Row {
        spacing: Theme.px(6)
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(4)

            Repeater {
                model: 4

                Dot { size: Theme.px(4); color: Theme.divergence }
            }
        }
        Label {
            text: qsTr("not the likeliest")
            color: Theme.dim
            font.pixelSize: Theme.note
        }
    }
}
