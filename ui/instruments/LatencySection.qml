import QtQuick
import Halftone.App
import Halftone.Controls

// Latency of the reply: the wait for the first token and what it was made of, then milliseconds per token.
Section {
    id: section

    required property InstrumentsViewModel instruments

    name: qsTr("Latency")
    hint: instruments.firstTokenTooltip
    note: !instruments.hasLatency ? qsTr("no reply yet") : instruments.measuring ? qsTr("this reply") : qsTr("last reply")
    figure: !instruments.hasLatency ? note
            : qsTr("%1 · %2 tokens/s").arg(Format.duration(instruments.firstTokenMs))
              .arg(instruments.tokensPerSecond > 0 ? Format.brief(instruments.tokensPerSecond) : "–")

    function shown(ms: real): string {
        return instruments.hasLatency ? Format.brief(ms) : "–"
    }

    Item {
        width: parent.width
        height: Theme.px(30)

        BigFigure {
            objectName: "firstTokenFigure"
            anchors.left: parent.left
            figure: section.shown(section.instruments.firstTokenMs)
            unit: qsTr("ms first token")
            hint: section.instruments.firstTokenTooltip
        }
        BigFigure {
            objectName: "speedFigure"
            anchors.right: parent.right
            figure: section.instruments.tokensPerSecond > 0 ? Format.brief(section.instruments.tokensPerSecond) : "–"
            unit: qsTr("tokens/s")
            hint: section.instruments.tokensPerSecondTooltip
        }
    }
    PhaseBar {
        objectName: "phaseBar"
        width: parent.width
        unit: qsTr("ms")
        parts: [
            { label: qsTr("restore"), value: section.instruments.restoreMs, text: section.shown(section.instruments.restoreMs), tone: Theme.kv, hint: section.instruments.restoreTooltip },
            { label: qsTr("prefill"), value: section.instruments.prefillMs, text: section.shown(section.instruments.prefillMs), tone: Theme.weights, hint: section.instruments.prefillTooltip },
            { label: qsTr("sample"), value: section.instruments.sampleMs, text: section.shown(section.instruments.sampleMs), tone: Theme.activations, hint: section.instruments.sampleTooltip }
        ]
    }
    Item {
        width: parent.width
        height: bars.height

        Sparkline {
            id: bars
            width: parent.width
            series: section.instruments.tokenMs
            Accessible.name: qsTr("Milliseconds per token")
        }
        HoverHandler { id: barsPointer }
        Hint {
            shown: barsPointer.hovered
            text: section.instruments.tokenMsTooltip
        }
    }
}
