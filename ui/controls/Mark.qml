import QtQuick

// The mark: nine dots that shrink, as bits carry less and less of a weight.
Item {
    id: mark

    property real size: Theme.px(24)
    property color color: Theme.ink
    property bool busy: false                   // the dots breathe, while a model is being read

    implicitWidth: size
    implicitHeight: size

    Repeater {
        model: 9

        Item {
            id: cell

            required property int index
            readonly property int step: index % 3 + Math.floor(index / 3)
            readonly property real pitch: mark.size * 0.357

            // Centres, so that the three columns stand on straight lines.
            x: mark.size * 0.143 + (index % 3) * pitch
            y: mark.size * 0.143 + Math.floor(index / 3) * pitch

            Dot {
                x: -width / 2
                y: -width / 2
                size: mark.size * (0.292 - 0.0575 * cell.step)
                color: mark.color

                SequentialAnimation on opacity {
                    running: mark.busy && !Theme.reducedMotion && mark.visible
                    loops: Animation.Infinite
                    alwaysRunToEnd: true
                    PauseAnimation { duration: 90 * cell.step }
                    NumberAnimation { to: 0.25; duration: 420; easing.type: Easing.InOutSine }
                    NumberAnimation { to: 1; duration: 420; easing.type: Easing.InOutSine }
                    PauseAnimation { duration: 90 * (4 - cell.step) }
                }
            }
        }
    }
}
