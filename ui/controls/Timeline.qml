import QtQuick

// A series as a filled line, oldest at the start; a dashed line marks the peak. Drawn again a few times a second at most: a minute
// over 280 pixels moves by two of them in that time.
Canvas {
    id: chart

    property var series: []
    property int slots: series.length           // values when full; until then the line grows from the end
    property real peak: 0
    property color tone: Theme.weights
    property color peakTone: Theme.activations

    implicitWidth: Theme.px(280)
    implicitHeight: Theme.px(40)
    Accessible.role: Accessible.Chart
    onSeriesChanged: if (!rest.running) rest.start()
    onToneChanged: requestPaint()

    Timer {
        id: rest
        interval: 400
        onTriggered: chart.requestPaint()
    }

    // The highest value of each two pixels, from the end backwards: no spike is lost, and there are few points to draw.
    function points(values: var): var {
        const count = values.length
        const share = Math.max(1, Math.ceil(2 * slots / width))
        const result = []
        for (let end = count; end > 0; end -= share) {
            let highest = values[end - 1]
            for (let i = Math.max(0, end - share); i < end - 1; ++i)
                highest = Math.max(highest, values[i])
            result.push({ x: width - (count - end) * width / Math.max(1, slots - 1), value: highest })
        }
        return result
    }

    onPaint: {
        const context = getContext("2d")
        context.reset()
        const line = points(Array.from(series))
        if (line.length < 2)
            return
        const highest = line.reduce((most, point) => Math.max(most, point.value), peak)    // a short spike counts too
        const scale = (height - 2) / (highest * 1.12 || 1)
        context.beginPath()
        context.moveTo(line[0].x, height - 1 - line[0].value * scale)
        for (let i = 1; i < line.length; ++i)
            context.lineTo(line[i].x, height - 1 - line[i].value * scale)
        context.strokeStyle = tone
        context.lineWidth = 1.5
        context.lineJoin = "round"
        context.stroke()
        context.lineTo(line[line.length - 1].x, height)
        context.lineTo(width, height)
        context.closePath()
        context.fillStyle = Theme.fade(tone, 0.14)
        context.fill()
        if (highest > 0) {
            const y = Math.round(height - 1 - highest * scale)
            context.fillStyle = Theme.fade(peakTone, 0.8)
            for (let x = 0; x < width; x += 6)
                context.fillRect(x, y, 3, 1)
        }
    }
}
