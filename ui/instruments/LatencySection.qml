import QtQuick
import Halftone.App
import Halftone.Controls

// Latency of the reply: the wait for the first token and what it was made of, then milliseconds per token.
Section {
    id: section

    required property InstrumentsViewModel instruments

    name: qsTr("Latency")
    hint: instruments.firstTokenTooltip
    note: instruments.hasLatency ? qsTr("this reply") : qsTr("no reply yet")
    figure: !instruments.hasLatency ? note
            : qsTr("%1 · %2 tokens/s").arg(Format.duration(instruments.firstTokenMs))
              .arg(instruments.tokensPerSecond > 0 ? Format.brief(instruments.tokensPerSecond) : "–")

    Item {
        width: parent.width
        height: Theme.px(30)

        BigFigure {
            anchors.left: parent.left
            figure: section.instruments.hasLatency ? Format.brief(section.instruments.firstTokenMs) : "–"
            unit: qsTr("ms first token")

            HoverHandler { id: firstPointer }
        }
        BigFigure {
            anchors.right: parent.right
            figure: section.instruments.tokensPerSecond > 0 ? Format.brief(section.instruments.tokensPerSecond) : "–"
            unit: qsTr("tokens/s")
        }
        Hint {
            shown: firstPointer.hovered
            text: section.instruments.firstTokenTooltip
        }
    }
    PhaseBar {
        width: parent.width
        unit: qsTr("ms")
        parts: [
            { label: qsTr("restore"), value: section.instruments.restoreMs, text: Format.brief(section.instruments.restoreMs), tone: Theme.kv },
            { label: qsTr("prefill"), value: section.instruments.prefillMs, text: Format.brief(section.instruments.prefillMs), tone: Theme.weights },
            { label: qsTr("sample"), value: section.instruments.sampleMs, text: Format.brief(section.instruments.sampleMs), tone: Theme.activations }
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
