import QtQuick
import Halftone.App
import Halftone.Controls

// What a switch would cost, before it happens; then how far it is.
Rectangle {
    id: card

    required property EngineViewModel engine
    property bool covered: false                // the keyboard belongs to what lies above
    readonly property bool asking: engine.proposal.visible
    readonly property bool working: engine.state === EngineViewModel.Switching

    objectName: "switchCard"
    height: visible ? body.height + Theme.px(32) : 0
    visible: asking || working
    color: engine.proposal.refused && !working ? Theme.dangerWell : Theme.noticeWell
    Accessible.role: Accessible.AlertMessage
    Accessible.name: working ? engine.progressText : (engine.proposal.warning + " " + engine.proposal.text).trim()
    onAskingChanged: take()
    onCoveredChanged: take()

    function take(): void {
        if (asking && !covered)
            (engine.proposal.acceptLabel !== "" ? accept : reject).forceActiveFocus(Qt.TabFocusReason)
    }

    Rule { anchors { left: parent.left; right: parent.right; top: parent.top } }

    Column {
        id: body
        x: Theme.margin
        y: Theme.px(15)
        width: parent.width - 2 * Theme.margin
        spacing: Theme.px(9)

        Row {
            visible: card.asking
            spacing: Theme.px(8)

            Label { text: card.engine.proposal.from; color: Theme.sideDim; font.weight: Font.Medium }
            Label { text: Theme.rightToLeft ? "←" : "→"; color: Theme.sideDim; font.family: Theme.figures }
            Label { text: card.engine.proposal.to; font.weight: Font.DemiBold }
        }
        Label {
            objectName: "switchWarning"
            width: parent.width
            visible: card.asking && text !== ""
            text: card.engine.proposal.warning
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            lineHeight: 1.25
            horizontalAlignment: Text.AlignLeft
        }
        SegmentedSwitch {
            objectName: "scalingSwitch"
            width: parent.width
            visible: card.asking && options.length > 0
            name: qsTr("RoPE scaling")
            options: card.engine.proposal.choices
            labels: card.engine.proposal.choiceLabels
            current: card.engine.proposal.choice
            hints: [
                qsTr("Positions go on as they are: angles the model has never seen."),
                qsTr("All positions are pressed together by the factor: near ones blur."),
                qsTr("Slow angles are pressed together, fast ones stay: near positions keep their distance."),
                qsTr("Dynamic NTK: the base grows with the length, short conversations stay as they are.")
            ]
            onPicked: option => card.engine.chooseScaling(option)
        }
        Figure {
            objectName: "switchCost"
            width: parent.width
            text: card.working ? card.engine.progressText : card.engine.proposal.text
            hint: card.working ? qsTr("Bytes that are done, of all that the switch needs.") : qsTr("Expected, from the sizes of the weights and of the cache and from what this device has been measured to do.")
            color: Theme.ink
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            lineHeight: 1.25
            horizontalAlignment: Text.AlignLeft
        }
        Meter {
            width: parent.width
            visible: card.working
            value: card.engine.progress
            tone: Theme.weights
            Accessible.name: qsTr("Switching")
        }
        Flow {
            width: parent.width
            spacing: Theme.gap

            Button {
                id: accept
                objectName: "acceptSwitch"
                visible: card.asking && text !== ""
                kind: "primary"
                text: card.engine.proposal.acceptLabel
                onClicked: card.engine.acceptSwitch()
            }
            Button {
                id: reject
                objectName: "rejectSwitch"
                kind: "quiet"
                text: card.working ? qsTr("Cancel") : qsTr("Keep %1").arg(card.engine.proposal.from)
                onClicked: card.working ? card.engine.cancel() : card.engine.rejectSwitch()
            }
        }
    }
}
