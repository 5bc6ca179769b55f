import QtQuick
import Halftone.App
import Halftone.Controls

// That naive attention grows with N² and flash with N, on this machine, with the model that is open: predicted first, then measured.
FocusScope {
    id: view

    required property ExperimentViewModel experiment
    property string device                      // it all runs on
    readonly property bool broad: width >= Theme.px(980)
    readonly property real gap: Theme.px(14)
    readonly property real span: scroller.width
    readonly property real half: (span - gap) / 2
    readonly property real upper: Math.max(whatIsRun.implicitHeight, matrix.implicitHeight, runningCell.implicitHeight, Theme.px(170))
    readonly property real lower: Math.max(table.implicitHeight, heads.implicitHeight)
    readonly property real spare: scroller.height - upper - lower - 4 * gap
    readonly property var shades: Theme.dark ? [Qt.lighter(Theme.weights, 1.18), Theme.weights, shade(Theme.weights, 0.7), shade(Theme.weights, 0.55), shade(Theme.weights, 0.42)]
                                             : [Qt.darker(Theme.weights, 1.5), Theme.weights, shade(Theme.weights, 0.6), shade(Theme.weights, 0.45), shade(Theme.weights, 0.32)]
    readonly property var ambers: Theme.dark ? [Qt.lighter(Theme.activations, 1.15), Theme.activations, shade(Theme.activations, 0.7), shade(Theme.activations, 0.55), shade(Theme.activations, 0.42)]
                                             : [Qt.darker(Theme.activations, 1.4), Theme.activations, shade(Theme.activations, 0.7), shade(Theme.activations, 0.55), shade(Theme.activations, 0.42)]
    readonly property var tones: shades.concat(ambers)

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Experiment")
    Keys.onPressed: event => handle(event)

    function shade(tone: color, share: real): color {
        return Qt.tint(Theme.pane, Theme.fade(tone, share))
    }

    function stepAside(by: int): void {
        experiment.step(by, 0)
    }

    function handle(event: var): void {
        event.accepted = true
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier))
            event.accepted = false
        else if (event.key === Qt.Key_Escape && experiment.running && !experiment.restoring)
            experiment.stop()
        else if (event.key === Qt.Key_Escape && experiment.dot >= 0)
            experiment.dot = -1
        else if (event.key === Qt.Key_S && experiment.running)
            experiment.skip()
        else if (event.key === Qt.Key_Left || event.key === Qt.Key_Right)   // axes run left to right everywhere
            experiment.step(event.key === Qt.Key_Left ? -1 : 1, 0)
        else if (event.key === Qt.Key_Up || event.key === Qt.Key_Down)
            experiment.step(0, event.key === Qt.Key_Up ? -1 : 1)
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && !experiment.running)
            experiment.start()
        else
            event.accepted = false
    }

    ViewHeader {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        name: qsTr("The guide's experiment")
        note: view.device
        seen: qsTr("The guide that this program follows measures one model at several precisions, with naive and with flash attention, behind prompts of growing length. Here it is run on this machine, with the model that is open. Dotted is what sizes alone predict, full is measured.")
        tries: [qsTr("Start with short prompts: what weights take is nearly all of it, and int4 is little more than a quarter of bf16."),
                qsTr("Add long prompts: naive attention grows with the square of their length, flash does not."),
                qsTr("Look at the keys and values below: how much a model saves whose heads share them.")]
        exports: view.experiment.begun && !view.experiment.running
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.rightToLeft ? parent.width - width : 0
            visible: view.experiment.known && parent.width >= Theme.px(120)
            width: Math.min(modelName.implicitWidth + Theme.px(20), parent.width)
            height: Theme.px(26)
            radius: height / 2
            color: Theme.well

            Elided {
                id: modelName
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(10) }
                text: view.experiment.model
                font { family: Theme.figures; pixelSize: Theme.small }
            }
        }
    }
    Label {
        objectName: "experimentHint"
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.px(24), Theme.px(460))
        visible: !view.experiment.known
        text: view.experiment.hint
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
    Scroller {
        id: scroller
        objectName: "experimentScroller"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom; leftMargin: Theme.px(24); rightMargin: Theme.px(24) }
        visible: view.experiment.known
        contentHeight: cards.height + 2 * view.gap

        Column {
            id: cards
            y: view.gap
            width: parent.width
            spacing: view.gap

            Item {
                id: above

                readonly property bool paired: view.span >= Theme.px(600)
                readonly property real firstWidth: view.broad ? Math.round(0.4 * view.span) : view.span
                readonly property real matrixWidth: view.broad ? Math.round(0.235 * view.span) : paired ? Math.round(0.42 * view.span) : view.span
                readonly property real lastWidth: view.broad ? view.span - firstWidth - matrixWidth - 2 * view.gap : paired ? view.span - matrixWidth - view.gap : view.span
                readonly property real second: view.broad ? 0 : whatIsRun.height + view.gap      // where the matrix begins
                readonly property real third: view.broad || paired ? second : second + matrix.height + view.gap
                readonly property real pairHeight: Math.max(matrix.implicitHeight, runningCell.implicitHeight)

                width: view.span
                height: third + runningCell.height

                WhatIsRun {
                    id: whatIsRun
                    x: Theme.rightToLeft ? above.width - width : 0
                    width: above.firstWidth
                    height: view.broad ? view.upper : implicitHeight
                    experiment: view.experiment
                }
                Matrix {
                    id: matrix

                    readonly property real from: view.broad ? above.firstWidth + view.gap : 0

                    x: Theme.rightToLeft ? above.width - from - width : from
                    y: above.second
                    width: above.matrixWidth
                    height: view.broad ? view.upper : above.paired ? above.pairHeight : implicitHeight
                    experiment: view.experiment
                    tones: view.tones
                }
                RunningCell {
                    id: runningCell

                    x: Theme.rightToLeft ? 0 : above.width - width
                    y: above.third
                    width: above.lastWidth
                    height: view.broad ? view.upper : above.paired ? above.pairHeight : implicitHeight
                    experiment: view.experiment
                }
            }
            Grid {
                id: charts
                width: view.span
                columns: view.broad ? 2 : 1
                spacing: view.gap
                layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                LayoutMirroring.enabled: false

                ChartCard {
                    objectName: "memoryChart"
                    width: view.broad ? view.half : view.span
                    height: Math.max(Theme.px(262), view.broad ? view.spare : 0)
                    experiment: view.experiment
                    chart: ExperimentViewModel.Memory
                    tones: view.tones
                    title: qsTr("Peak memory, %1, by prompt length").arg(view.experiment.memoryUnit)
                    note: qsTr("dotted: predicted · full: measured")
                    picture.objectName: "memoryPicture"
                    picture.focus: true
                }
                ChartCard {
                    objectName: "timeChart"
                    width: view.broad ? view.half : view.span
                    height: Math.max(Theme.px(262), view.broad ? view.spare : 0)
                    experiment: view.experiment
                    chart: ExperimentViewModel.Time
                    tones: view.tones
                    title: qsTr("Time for prompt and %1 tokens, %2").arg(view.experiment.generate).arg(view.experiment.timeUnit)
                    note: qsTr("naive grows with N², flash with N")
                    picture.objectName: "timePicture"
                }
            }
            Grid {
                width: view.span
                columns: view.broad ? 2 : 1
                spacing: view.gap
                layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                LayoutMirroring.enabled: false

                CellTable {
                    id: table
                    objectName: "cellTable"
                    width: view.broad ? Math.round(0.7 * view.span) : view.span
                    height: view.broad ? view.lower : implicitHeight
                    experiment: view.experiment
                    tones: view.tones
                }
                HeadsCard {
                    id: heads
                    objectName: "headsCard"
                    width: view.broad ? view.span - Math.round(0.7 * view.span) - view.gap : view.span
                    height: view.broad ? view.lower : implicitHeight
                    experiment: view.experiment
                }
            }
        }
    }
}
