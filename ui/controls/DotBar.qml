import QtQuick

// Memory as halftone: columns of dots in the colour of what holds the bytes; each run of columns shrinks towards its end. The rest is free.
Canvas {
    id: bar

    property var parts: []                      // [{key, fraction}] of the whole, in the order they are drawn
    property int rows: 4
    readonly property int columns: Math.max(1, Math.floor(width / Theme.px(6)))
    readonly property real pitch: width / columns
    // Whole columns per part and their colours, as text: nothing is drawn again until a column changes hands.
    readonly property string split: apportion()
    readonly property string colours: parts.map(part => String(Theme.category(part.key))).join(" ")

    implicitHeight: Theme.px(6) * rows
    implicitWidth: Theme.px(280)
    Accessible.role: Accessible.Graphic
    onSplitChanged: requestPaint()
    onColoursChanged: requestPaint()
    onWidthChanged: requestPaint()

    function apportion(): string {
        let left = columns
        return parts.map(part => {
            const wanted = part.fraction <= 0 ? 0 : Math.max(1, Math.round(part.fraction * columns))
            const given = Math.min(left, wanted)
            left -= given
            return given
        }).join(" ")
    }

    onPaint: {
        const context = getContext("2d")
        context.reset()
        const tones = colours.split(" ")
        let column = 0
        split.split(" ").forEach((count, part) => {
            for (let i = 0; i < Number(count); ++i)
                paintColumn(context, column++, count > 1 ? 0.9 - 0.42 * i / (count - 1) : 0.9, tones[part])
        })
        while (column < columns)
            paintColumn(context, column++, 0.27, Theme.dot)
    }

    function paintColumn(context: var, column: int, size: real, tone: var): void {
        const x = Theme.rightToLeft ? width - (column + 0.5) * pitch : (column + 0.5) * pitch
        context.fillStyle = tone
        for (let row = 0; row < rows; ++row) {
            context.beginPath()
            context.arc(x, (row + 0.5) * height / rows, size * pitch / 2, 0, 2 * Math.PI)
            context.fill()
        }
    }
}
