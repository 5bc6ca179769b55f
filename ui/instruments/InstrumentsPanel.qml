import QtQuick
import Halftone.App
import Halftone.Controls

// What it costs, and the switches that change the cost. A switch that costs something is asked about at the foot, where it cannot scroll away.
Rectangle {
    id: panel

    required property EngineViewModel engine
    required property InstrumentsViewModel instruments
    property bool floating: false               // over the conversation: it has a way out
    property bool covered: false                // by a sheet: what is asked here waits for it
    readonly property bool low: height < Theme.px(700)

    signal dismissed()

    color: Theme.pane
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Instruments")
    Keys.onEscapePressed: event => {            // what is asked here is answered first
        event.accepted = engine.proposal.visible
        if (event.accepted)
            engine.rejectSwitch()
    }

    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: panel.floating ? Theme.px(56) : 0
        visible: panel.floating

        Label {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter; leftMargin: Theme.margin }
            text: qsTr("Instruments")
            font.weight: Font.DemiBold
        }
        IconButton {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: Theme.px(12) }
            objectName: "closeInstruments"
            icon.name: "close"
            text: qsTr("Hide instruments")
            keys: "Ctrl I"
            onClicked: panel.dismissed()
        }
        Rule { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } }
    }

    Scroller {
        id: scroller
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: proposal.top }
        contentHeight: sections.height + 2 * sections.y

        Column {
            id: sections
            x: Theme.margin
            y: Theme.px(16)
            width: scroller.width - 2 * Theme.margin
            spacing: Theme.px(11)

            LoadSection {
                id: load
                width: parent.width
                visible: panel.engine.state === EngineViewModel.Loading
                engine: panel.engine
            }
            Rule { width: parent.width; visible: load.visible }
            MemorySection {
                width: parent.width
                brief: panel.low
                low: panel.height < Theme.px(560)
                instruments: panel.instruments
            }
            Rule { width: parent.width }
            LatencySection {
                width: parent.width
                low: panel.low
                instruments: panel.instruments
            }
            Rule { width: parent.width }
            CacheSection {
                width: parent.width
                low: panel.low
                instruments: panel.instruments
            }
            Rule { width: parent.width }
            SwitchesSection {
                width: parent.width
                engine: panel.engine
            }
        }
    }
    SwitchCard {
        id: proposal
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        engine: panel.engine
        covered: panel.covered
    }
    Rule { anchors { left: parent.left; top: parent.top; bottom: parent.bottom } }
}
