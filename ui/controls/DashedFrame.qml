import QtQuick

// Around what is not there yet, or cannot be.
Canvas {
    id: frame

    property color color: Theme.line
    property real radius: Theme.px(14)

    Accessible.ignored: true
    onColorChanged: requestPaint()
    onWidthChanged: requestPaint()
    onHeightChanged: requestPaint()
    onPaint: {
        const context = getContext("2d")
        context.reset()
        context.strokeStyle = frame.color
        context.lineWidth = 1.5
        context.setLineDash([4, 3])             // in widths of the line
        context.roundedRect(1, 1, width - 2, height - 2, radius, radius)
        context.stroke()
    }
}
