import QtQuick
import Halftone.App
import Halftone.Controls

// Where one turn's time went, down to the token: all of it, a window on it enlarged, and what the window adds up to.
FocusScope {
    id: view

    required property TimelineViewModel timeline
    readonly property var tones: [Theme.workspace, Theme.kv, Theme.weights, Theme.unattributed, Qt.tint(Theme.pane, Theme.fade(Theme.weights, 0.62)), Theme.activations, Theme.workspace, Theme.fade(Theme.dim, 0.5)]
    readonly property bool broad: width >= Theme.px(760)
    readonly property real spare: scroller.height - all.height - lower.height - 3 * Theme.px(14) - Theme.px(10)

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Timeline")
    Keys.onPressed: event => handle(event)

    function stepAside(by: int): void {
        timeline.stepTurn(by)
    }

    function handle(event: var): void {
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Left: timeline.move(-0.2); break
        case Qt.Key_Right: timeline.move(0.2); break
        case Qt.Key_Up: timeline.step(-1); break
        case Qt.Key_Down: timeline.step(1); break
        case Qt.Key_Plus: case Qt.Key_Equal: timeline.zoom((timeline.from + timeline.to) / 2, 0.5); break
        case Qt.Key_Minus: timeline.zoom((timeline.from + timeline.to) / 2, 2); break
        case Qt.Key_0: timeline.showAll(); break
        case Qt.Key_BracketLeft: timeline.stepTurn(-1); break
        case Qt.Key_BracketRight: timeline.stepTurn(1); break
        default: event.accepted = false
        }
    }

    ViewHeader {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        name: qsTr("Timeline")
        note: view.timeline.settings
        exports: view.timeline.traced
        seen: qsTr("One turn, from the question to the last token. The prompt is read in a few large steps, which keep the processor busy; then each token is a step of its own, which reads every weight once.")
        tries: [qsTr("Ask a second question: what the cache holds is not read again."),
                qsTr("Switch the weights to int4 and compare how long a token takes: of bf16, little more than a quarter of the bytes are read."),
                qsTr("Turn the cache off: every token reads the whole conversation again, and each takes longer than the one before.")]
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        TurnChooser {
            timeline: view.timeline
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        }
    }
    Label {
        objectName: "untraced"
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.px(24), Theme.px(460))
        visible: !view.timeline.traced
        text: view.timeline.untraced
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.35
    }
    Scroller {
        id: scroller
        objectName: "timelineScroller"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom; leftMargin: Theme.px(24); rightMargin: Theme.px(24) }
        visible: view.timeline.traced
        contentHeight: column.height + 2 * Theme.px(14)

        Column {
            id: column
            y: Theme.px(14)
            width: parent.width
            spacing: Theme.px(14)

            WholeTurn {
                id: all
                objectName: "wholeTurn"
                width: parent.width
                timeline: view.timeline
                tones: view.tones
            }
            Lanes {
                objectName: "lanes"
                width: parent.width
                height: Math.max(Theme.px(270), view.broad ? view.spare : 0)
                timeline: view.timeline
                tones: view.tones
            }
            Grid {
                id: lower
                width: parent.width
                columns: view.broad ? 2 : 1
                spacing: Theme.px(14)

                Histogram {
                    objectName: "histogram"
                    width: view.broad ? Math.round(0.44 * parent.width) : parent.width
                    height: Math.max(Theme.px(220), laneTable.implicitHeight)
                    timeline: view.timeline
                }
                LaneTable {
                    id: laneTable
                    objectName: "laneTable"
                    width: view.broad ? parent.width - Math.round(0.44 * parent.width) - Theme.px(14) : parent.width
                    height: view.broad ? Math.max(Theme.px(220), implicitHeight) : implicitHeight
                    timeline: view.timeline
                    tones: view.tones
                }
            }
        }
    }
}
