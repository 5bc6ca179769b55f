import QtQuick
import Halftone.Controls

// A view's mark: nine dots, each of its own size.
Item {
    id: mark

    property var sizes                   // of the nine, 0 to 1
    property color color: Theme.sideDim
    readonly property real pitch: Theme.px(6)

    implicitWidth: 3 * pitch
    implicitHeight: 3 * pitch
    Accessible.ignored: true

    Repeater {
        model: 9

        Dot {
            required property int index

            size: Math.max(1, (mark.sizes[index] ?? 0) * Theme.px(5))
            x: (index % 3 + 0.5) * mark.pitch - width / 2
            y: (Math.floor(index / 3) + 0.5) * mark.pitch - height / 2
            color: mark.color
            opacity: mark.sizes[index] > 0 ? 1 : 0.35
        }
    }
}
