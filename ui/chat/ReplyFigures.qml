import QtQuick
import Halftone.Controls

// What one reply cost; it stays with the reply. A reply that was cut says so.
Item {
    id: figures

    required property string finish
    required property real tokensPerSecond
    required property real firstTokenMs
    required property int reusedTokens
    required property int promptTokens
    required property int draftedTokens
    required property int acceptedTokens
    required property string settingsLabel
    readonly property string ending: {
        switch (finish) {
        case "cancelled": return qsTr("stopped by you")
        case "length": return qsTr("cut at the limit of length")
        case "interrupted": return qsTr("cut: Halftone was closed")
        case "error": return qsTr("cut by an error")
        default: return ""
        }
    }

    implicitHeight: line.implicitHeight

    Flow {
        id: line
        width: parent.width
        spacing: Theme.px(14)

        Figure {
            visible: figures.ending !== ""
            text: figures.ending
            color: Theme.danger
        }
        Figure {
            visible: figures.tokensPerSecond > 0
            text: qsTr("%1 tokens/s").arg(Format.brief(figures.tokensPerSecond))
        }
        Figure {
            visible: figures.firstTokenMs > 0
            text: qsTr("first token %1").arg(Format.duration(figures.firstTokenMs))
        }
        Item {
            visible: figures.promptTokens > 0
            width: Theme.px(86)
            height: Theme.px(15)

            Meter {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                height: Theme.px(5)
                tone: Theme.kv
                value: figures.promptTokens > 0 ? figures.reusedTokens / figures.promptTokens : 0
                Accessible.name: qsTr("Part of the prompt found in the cache")
            }
        }
        Figure {
            visible: figures.promptTokens > 0
            text: qsTr("reused %1 of %2 tokens").arg(Format.count(figures.reusedTokens)).arg(Format.count(figures.promptTokens))
        }
        Figure {
            visible: figures.draftedTokens > 0
            text: qsTr("accepted %1 of %2 guessed tokens").arg(Format.count(figures.acceptedTokens)).arg(Format.count(figures.draftedTokens))
        }
    }
    HoverHandler { id: pointer }
    Hint {
        shown: pointer.hovered
        text: figures.settingsLabel
    }
}
