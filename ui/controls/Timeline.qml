import QtQuick

// A series as a filled line, oldest at the start; an amber hairline marks the peak.
Canvas {
    id: chart

    property var series: []
    property int slots: series.length           // values when full; until then the line grows from the end
    property real peak: 0
    readonly property real highest: Math.max(peak, ...series)                // a short spike counts too
    readonly property real ceiling: highest * 1.12 || 1
    property color tone: Theme.weights
    property color peakTone: Theme.activations

    implicitWidth: Theme.px(280)
    implicitHeight: Theme.px(40)
    Accessible.role: Accessible.Chart
    onSeriesChanged: requestPaint()
    onPeakChanged: requestPaint()
    onToneChanged: requestPaint()

    onPaint: {
        const context = getContext("2d")
        context.reset()
        if (series.length < 2)
            return
        const step = width / (Math.max(slots, series.length) - 1)
        const start = width - step * (series.length - 1)
        const level = value => height - 1 - (height - 2) * value / ceiling
        context.beginPath()
        context.moveTo(start, level(series[0]))
        for (let i = 1; i < series.length; ++i)
            context.lineTo(start + i * step, level(series[i]))
        context.strokeStyle = tone
        context.lineWidth = 1.5
        context.lineJoin = "round"
        context.stroke()
        context.lineTo(width, height)
        context.lineTo(start, height)
        context.closePath()
        context.fillStyle = Theme.fade(tone, 0.14)
        context.fill()
        if (highest > 0) {
            context.strokeStyle = Theme.fade(peakTone, 0.8)
            context.lineWidth = 1
            const y = Math.round(level(highest)) + 0.5
            for (let x = 0; x < width; x += 6) {
                context.beginPath()
                context.moveTo(x, y)
                context.lineTo(x + 3, y)
                context.stroke()
            }
        }
    }
}
