import QtQuick

// Milliseconds per token as bars, newest at the end; a bar well over the median stands out.
Canvas {
    id: chart

    property var series: []
    property color tone: Theme.weights
    readonly property color quietTone: Theme.fade(tone, 0.55)
    readonly property int slots: Math.floor(width / Theme.px(5))

    implicitWidth: Theme.px(280)
    implicitHeight: Theme.px(32)
    Accessible.role: Accessible.Chart
    onSeriesChanged: if (!rest.running) rest.start()
    onToneChanged: requestPaint()
    onWidthChanged: requestPaint()

    Timer {
        id: rest
        interval: 100
        onTriggered: chart.requestPaint()
    }

    onPaint: {
        const context = getContext("2d")
        context.reset()
        const shown = Array.from(series).slice(-slots)
        if (shown.length === 0)
            return
        const ordered = shown.slice().sort((a, b) => a - b)
        const median = ordered[Math.floor(ordered.length / 2)]
        const scale = height / Math.max(median * 1.35, ordered[ordered.length - 1])
        const pitch = width / slots
        const first = slots - shown.length
        for (const late of [false, true]) {
            context.fillStyle = late ? tone : quietTone
            for (let i = 0; i < shown.length; ++i) {
                const tall = Math.max(2, shown[i] * scale)
                if (late === shown[i] > 1.15 * median)
                    context.fillRect((first + i) * pitch, height - tall, pitch - 1.5, tall)
            }
        }
    }
}
