import QtQuick
import Halftone.App
import Halftone.Controls

// Where the time of the window went, by lane, the most first.
ViewCard {
    id: card

    required property TimelineViewModel timeline
    required property var tones
    readonly property var columns: [qsTr("times"), qsTr("together"), qsTr("share"), qsTr("median"), qsTr("p99")]
    readonly property var units: [qsTr("times"), qsTr("ms"), "%", qsTr("ms"), qsTr("ms")]      // the title says them, or the head does
    readonly property var hints: [qsTr("How often, in the window."), qsTr("All of them together, by the steady clock."), qsTr("Of the time in the window."),
                                           qsTr("Half of them take no longer."), qsTr("99 of 100 take no longer.")]
    readonly property var places: [0.42, 0.61, 0.76, 0.9, 1]     // right edges, as shares of the width
    readonly property real span: width - 2 * Theme.px(16)

    title: qsTr("Where the time went, in ms")
    implicitHeight: head + Theme.px(24) + rows.height + (beside.visible ? beside.implicitHeight : 0) + Theme.px(12)

    Row {
        id: names
        anchors { left: parent.left; leftMargin: Theme.px(16); top: parent.top; topMargin: card.head - Theme.px(4) }
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Item { width: card.span * (card.places[0] - 0.12); height: 1 }
        Repeater {
            model: card.columns

            Elided {
                id: name

                required property int index
                required property string modelData

                width: card.span * (card.places[index] - (index === 0 ? card.places[0] - 0.12 : card.places[index - 1]))
                text: modelData
                color: Theme.dim
                font.pixelSize: Theme.note
                horizontalAlignment: Text.AlignRight

                HoverHandler { id: pointer }
                Hint { shown: pointer.hovered; text: card.hints[name.index] }
            }
        }
    }
    Label {
        id: beside
        objectName: "paintText"
        anchors { left: parent.left; right: parent.right; top: rows.bottom; leftMargin: Theme.px(16); rightMargin: Theme.px(16) }
        topPadding: Theme.px(6)
        text: card.timeline.paintText
        visible: text !== ""
        color: Theme.dim
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    Column {
        id: rows
        anchors { left: parent.left; right: parent.right; top: names.bottom; topMargin: Theme.px(4); leftMargin: Theme.px(16); rightMargin: Theme.px(16) }

        Repeater {
            model: card.timeline.lanes

            Item {
                id: row

                required property int lane
                required property string label
                required property string times
                required property string together
                required property real share
                required property string shareText
                required property string median
                required property string slow

                width: rows.width
                height: Theme.px(27)
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("%1: %2 times, %3 ms together, %4").arg(label).arg(times).arg(together).arg(shareText)

                Rule { anchors { left: parent.left; right: parent.right; top: parent.top } }
                Dot {
                    id: dot
                    anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                    color: card.tones[row.lane]
                }
                Elided {
                    anchors { left: dot.right; leftMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                    width: card.span * (card.places[0] - 0.12) - dot.width - Theme.px(8)
                    text: row.label
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Repeater {
                    model: [row.times, row.together, row.shareText, row.median, row.slow]

                    Figure {
                        required property int index
                        required property string modelData

                        x: Theme.rightToLeft ? row.width * (1 - card.places[index]) : row.width * card.places[index] - width
                        anchors.verticalCenter: parent.verticalCenter
                        text: modelData
                        unit: card.units[index]
                        hint: card.hints[index]
                        color: index === 1 ? Theme.ink : Theme.dim
                        font.pixelSize: Theme.small
                        font.weight: index === 1 ? Font.DemiBold : Font.Normal
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
