import QtQuick
import Halftone.App
import Halftone.Controls

// What it costs, and the switches that change the cost. A switch that costs something is asked about at the foot, where it cannot scroll away.
Rectangle {
    id: panel

    required property EngineViewModel engine
    required property InstrumentsViewModel instruments

    color: Theme.pane
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Instruments")

    Scroller {
        id: scroller
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: proposal.top }
        contentHeight: sections.height + 2 * sections.y

        Column {
            id: sections
            x: Theme.margin
            y: Theme.px(16)
            width: scroller.width - 2 * Theme.margin
            spacing: Theme.px(11)

            MemorySection {
                width: parent.width
                instruments: panel.instruments
            }
            Rule { width: parent.width }
            LatencySection {
                width: parent.width
                instruments: panel.instruments
            }
            Rule { width: parent.width }
            CacheSection {
                width: parent.width
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
    }
    Rule { anchors { left: parent.left; top: parent.top; bottom: parent.bottom } }
}
