import QtQuick
import Halftone.App
import Halftone.Controls

// The reply as a whole: doubt as a strip, four figures, where it could have turned, and the ways it went.
Column {
    id: pane

    required property TokensViewModel tokens

    signal turned(token: int)                   // one of the list or of the strip is chosen

    spacing: Theme.px(14)

    Item {
        width: parent.width
        height: Theme.px(18)

        Caption {
            anchors { left: parent.left; right: many.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            text: qsTr("How unsure, each token")
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
        }
        Figure {
            id: many
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: qsTr("%1 tokens").arg(Format.count(pane.tokens.count))
            hint: qsTr("How many tokens the reply has, by the model's own tokenizer.")
        }
    }
    DoubtStrip {
        id: strip
        objectName: "doubtStrip"
        width: parent.width
        height: Theme.px(56)
        tokens: pane.tokens
        pitch: Theme.px(4)
        mirrored: Theme.rightToLeft
        pale: Theme.fade(Theme.accent, 0.45)
        accent: Theme.accent
        divergence: Theme.divergence
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("How unsure, each token: %1 tokens, %2 nats of entropy in the mean").arg(pane.tokens.count).arg(pane.tokens.entropy)

        HoverHandler { id: overStrip }
        Hint {
            shown: overStrip.hovered
            text: qsTr("A dot stands for 0.3 nats of entropy. Full colour: a fork; the other colour: drawn though not the likeliest")
        }
        TapHandler {
            onTapped: point => {
                const token = strip.tokenAt(point.position.x)
                if (token >= 0)
                    pane.turned(token)
            }
        }
    }
    Rule { width: parent.width }
    Grid {
        id: figures
        readonly property real each: (width - columnSpacing) / 2

        width: parent.width
        columns: 2
        columnSpacing: Theme.px(12)
        rowSpacing: Theme.px(12)
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Repeater {
            model: [
                { number: pane.tokens.perplexity, unit: qsTr("tokens"), label: qsTr("perplexity of the reply"), hint: qsTr("exp of the mean −ln p of its tokens: among how many the model might as well have drawn lots") },
                { number: pane.tokens.likeliest, unit: "%", label: qsTr("chose the likeliest"), hint: qsTr("Share of the tokens that the model itself ranked first") },
                { number: pane.tokens.entropy, unit: qsTr("nats"), label: qsTr("entropy, mean"), hint: qsTr("The mean of −ln p over the whole vocabulary, before temperature, of each token") },
                { number: pane.tokens.forks, unit: qsTr("of %1").arg(Format.count(pane.tokens.count)), label: qsTr("forks, two within 10 %"), hint: qsTr("Tokens whose two likeliest were less than 10 points of probability apart  F") }
            ]

            DoubtFigure {
                required property var modelData

                width: figures.each
                number: modelData.number
                unit: modelData.unit
                label: modelData.label
                hint: modelData.hint
                LayoutMirroring.enabled: Theme.rightToLeft
                LayoutMirroring.childrenInherit: true
            }
        }
    }
    Rule { width: parent.width }
    Column {
        width: parent.width
        visible: pane.tokens.turns.count > 0

        Caption {
            width: parent.width
            height: Theme.px(24)
            text: qsTr("Where it could have turned")
            horizontalAlignment: Text.AlignLeft
        }
        Repeater {
            model: pane.tokens.turns

            TurnRow {
                width: pane.width
                chosen: token === pane.tokens.token
                onClicked: pane.turned(token)
            }
        }
    }
    Rule { width: parent.width }
    Column {
        width: parent.width
        visible: pane.tokens.branches.count > 0

        Caption {
            width: parent.width
            height: Theme.px(24)
            text: qsTr("Branches of this reply")
            horizontalAlignment: Text.AlignLeft
        }
        Repeater {
            model: pane.tokens.branches

            BranchRow {
                width: pane.width
                count: pane.tokens.branches.count
                onClicked: pane.tokens.showVersion(version)
            }
        }
    }
    Label {
        width: parent.width
        text: qsTr("Probabilities are the model's own, before temperature and top-p. Kept with the reply: 20 candidates a token, %1.").arg(pane.tokens.stores)
              + (pane.tokens.readBy === "" ? "" : " " + pane.tokens.readBy)
        color: Theme.dim
        font.pixelSize: Theme.note
        lineHeight: 1.3
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
}
