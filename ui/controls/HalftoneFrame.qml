import QtQuick

// A frame of halftone: rows of dots that shrink inwards. Where something is dragged near it, the dots there grow.
Canvas {
    id: frame

    property color color: Theme.weights
    property point pull: Qt.point(-1, -1)       // where something is dragged; nothing is, below 0
    readonly property real pitch: Theme.px(9)
    readonly property int columns: Math.max(6, Math.round(width / pitch))
    readonly property int rows: Math.max(6, Math.round(height / pitch))

    Accessible.ignored: true
    onColorChanged: requestPaint()
    onPullChanged: requestPaint()
    onWidthChanged: requestPaint()
    onHeightChanged: requestPaint()
    onPaint: {
        const context = getContext("2d")
        context.reset()
        context.fillStyle = frame.color
        for (let row = 0; row < rows; ++row)
            for (let column = 0; column < columns; ++column) {
                const ring = Math.min(row, column, rows - 1 - row, columns - 1 - column)
                if (ring < 3)
                    dot(context, (column + 0.5) * width / columns, (row + 0.5) * height / rows, ring)
            }
    }

    function dot(context: var, x: real, y: real, ring: int): void {
        const distance = pull.x < 0 ? Infinity : Math.hypot(x - pull.x, y - pull.y)
        const grown = 1 + 0.9 * Math.exp(-distance / (0.25 * Math.max(width, height)))
        context.beginPath()
        context.arc(x, y, Math.min(0.48, (0.26 - 0.085 * ring) * grown) * pitch, 0, 2 * Math.PI)
        context.fill()
    }
}
