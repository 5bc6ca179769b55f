import QtQuick
import Halftone.Controls

// A share as a row of dots, each of which stands for the same amount in all rows of a table.
Canvas {
    id: row

    property real value: 0                      // 0 … 1
    property real each: 0.01                    // a dot stands for
    property color tone: Theme.accent
    readonly property color rest: Theme.dot
    readonly property int dots: 20
    readonly property int filled: Math.min(dots, Math.round(value / each))

    implicitWidth: Theme.px(110)
    implicitHeight: Theme.px(9)
    Accessible.ignored: true
    onFilledChanged: requestPaint()
    onToneChanged: requestPaint()
    onRestChanged: requestPaint()
    onWidthChanged: requestPaint()

    onPaint: {
        const context = getContext("2d")
        const pitch = width / dots
        context.reset()
        for (let dot = 0; dot < dots; ++dot) {
            const x = (dot + 0.5) * pitch
            context.fillStyle = dot < filled ? tone : rest
            context.beginPath()
            context.arc(Theme.rightToLeft ? width - x : x, height / 2, (dot < filled ? 0.4 : 0.14) * pitch, 0, 2 * Math.PI)
            context.fill()
        }
    }
}
