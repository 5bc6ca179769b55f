import QtQuick
import Halftone.App
import Halftone.Controls

// What else could have stood in the place of a token: one is chosen, and the reply can go on from it.
Rectangle {
    id: card

    required property TokensViewModel tokens
    property int choice: 0                      // of the rows
    readonly property real rowPlace: (choice, rows.itemAt(choice)?.y ?? 0)

    signal stepped()

    implicitWidth: Theme.px(486)
    implicitHeight: body.height + Theme.px(20)
    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Token %1: %2").arg(tokens.token + 1).arg(tokens.nameOf(tokens.token))

    function step(by: int): void {
        choice = Math.max(0, Math.min(rows.count - 1, choice + by))
        stepped()
    }

    MouseArea { anchors.fill: parent }          // what lies below is not meant

    Column {
        id: body
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(8); topMargin: Theme.px(10) }

        Item {
            width: parent.width
            height: Theme.px(30)

            Label {
                id: name
                anchors { left: parent.left; leftMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
                text: qsTr("Token %1").arg(card.tokens.token + 1)
                font.weight: Font.DemiBold
            }
            Elided {
                anchors { left: name.right; right: time.left; leftMargin: Theme.px(10); rightMargin: Theme.px(10); baseline: name.baseline }
                text: card.tokens.context
                color: Theme.dim
                font.pixelSize: Theme.note
            }
            Figure {
                id: time
                objectName: "tokenTime"
                anchors { right: entropy.left; rightMargin: text === "" ? 0 : Theme.px(12); baseline: name.baseline }
                text: card.tokens.tokenTime
                hint: qsTr("How long it took to be written, from the token before it; of the first, from the question on, whose prompt was read.")
            }
            Figure {
                id: entropy
                anchors { right: parent.right; rightMargin: Theme.px(12); baseline: name.baseline }
                text: card.tokens.tokenEntropy
                hint: qsTr("How open it was: the mean of −ln p over the whole vocabulary, before temperature; 0 where one token is certain")
            }
        }
        Repeater {
            id: rows
            model: card.tokens.candidates

            AlternativeRow {
                width: body.width
                each: card.tokens.dotWorth
                chosen: index === card.choice
                onPointed: card.choice = index
                onContinued: card.tokens.continueFrom(index)
            }
        }
        Item {
            width: parent.width
            height: Theme.px(13)

            Rule { anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(12); rightMargin: Theme.px(12) } }
        }
        Item {
            width: parent.width
            height: Math.max(others.height, sampling.height)

            Figure {
                id: others
                anchors { left: parent.left; leftMargin: Theme.px(12) }
                text: card.tokens.othersText
                hint: qsTr("All other tokens of the vocabulary together")
            }
            Figure {
                id: sampling
                anchors { left: others.right; right: parent.right; leftMargin: Theme.px(14); rightMargin: Theme.px(12) }
                text: card.tokens.samplingText
                unit: qsTr("tokens")
                horizontalAlignment: Text.AlignRight
                wrapMode: Text.Wrap
                hint: qsTr("What this conversation's sampling leaves of the probabilities here, its repetition penalty left out")
            }
        }
    }
}
