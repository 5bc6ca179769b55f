import QtQuick
import Halftone.App
import Halftone.Controls

// What runs now, and the buttons that begin and end it.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    readonly property bool runs: experiment.running && !experiment.restoring
    property alias startButton: start

    title: experiment.running ? experiment.runningTitle : experiment.complete ? qsTr("Done") : experiment.begun ? qsTr("Stopped") : qsTr("Not run yet")
    note: experiment.left
    implicitHeight: head + body.height + Theme.px(14)

    Column {
        id: body
        x: card.inset
        y: card.head
        width: card.width - 2 * card.inset
        spacing: Theme.px(9)

        Row {
            visible: card.runs
            height: visible ? Theme.px(26) : 0
            x: Theme.rightToLeft ? body.width - width : 0
            spacing: Theme.px(6)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Repeater {
                model: card.experiment.runningChips

                Rectangle {
                    required property string modelData

                    width: name.implicitWidth + Theme.px(20)
                    height: Theme.px(26)
                    radius: height / 2
                    color: Theme.well

                    Figure { id: name; anchors.centerIn: parent; text: parent.modelData; hint: qsTr("The cell that runs now: weights, attention, tokens of the prompt and new tokens."); color: Theme.ink; font.pixelSize: Theme.small }
                }
            }
        }
        Figure {
            objectName: "experimentPlan"
            visible: !card.experiment.running
            width: body.width
            text: card.experiment.plan
            hint: qsTr("Every precision with every attention and length; the time is predicted, by the cells that have run where some have.")
            color: Theme.ink
            font { pixelSize: Theme.body; weight: Font.DemiBold }
            wrapMode: Text.Wrap
        }
        Label {
            objectName: "experimentStage"
            width: body.width
            text: card.experiment.running ? card.experiment.stage
                  : card.experiment.hint !== "" ? card.experiment.hint
                  : card.experiment.trouble !== "" ? card.experiment.trouble
                  : qsTr("Each cell runs %n times, and the median counts. The model and the settings of the chat come back afterwards.", "", 3)
            color: card.experiment.trouble !== "" && !card.experiment.running ? Theme.danger : card.runs ? Theme.ink : Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
        Meter {
            visible: card.runs
            width: body.width
            value: card.experiment.share
            tone: card.experiment.runsNaive ? Theme.activations : Theme.weights
            Accessible.name: card.experiment.stage
        }
        Row {
            visible: card.runs
            x: Theme.rightToLeft ? body.width - width : 0
            spacing: Theme.px(16)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Repeater {
                model: [{ number: card.experiment.soFar, hint: qsTr("The largest sum of allocations of this run, until now.") },
                        { number: card.experiment.timeSoFar, hint: qsTr("Since the cell began, all its runs together.") }]

                Item {
                    id: figure

                    required property var modelData

                    width: words.width
                    height: words.height

                    Row {
                        id: words
                        spacing: Theme.px(5)
                        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                        LayoutMirroring.enabled: false

                        Figure { id: number; text: figure.modelData.number; color: Theme.ink; font { pixelSize: Theme.body; weight: Font.DemiBold } }
                        Label { anchors.baseline: number.baseline; text: qsTr("so far"); color: Theme.dim; font.pixelSize: Theme.note }
                    }
                    HoverHandler { id: pointer }
                    Hint { shown: pointer.hovered; text: figure.modelData.hint }
                }
            }
        }
        Row {
            x: Theme.rightToLeft ? body.width - width : 0
            spacing: Theme.px(8)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Button {
                id: start
                objectName: "startExperiment"
                visible: !card.experiment.running
                kind: "primary"
                enabled: card.experiment.known && card.experiment.hint === ""
                text: card.experiment.complete ? qsTr("Run again") : card.experiment.begun ? qsTr("Go on") : qsTr("Start")
                onClicked: card.experiment.start()
            }
            Button {
                objectName: "cancelExperiment"
                visible: card.experiment.running
                enabled: card.runs
                text: qsTr("Cancel · Esc")
                Accessible.name: qsTr("Cancel")
                onClicked: card.experiment.stop()
            }
            Button {
                objectName: "skipCell"
                visible: card.experiment.running
                enabled: card.runs
                kind: "quiet"
                text: qsTr("Skip this cell")
                keys: "S"
                onClicked: card.experiment.skip()
            }
        }
    }
}
