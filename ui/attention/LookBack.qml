import QtQuick
import Halftone.App
import Halftone.Controls

// How far a head looks back: columns from the farthest token to the token itself, a dot always the same share of its attention.
Canvas {
    id: strip

    required property AttentionViewModel attention
    readonly property var shares: attention.distances       // from the token itself backwards
    readonly property real pitch: width / Math.max(1, shares.length)
    readonly property int rows: 10
    readonly property real most: Math.max(0.001, ...shares)
    // Of all attention, what a dot stands for.
    readonly property real worth: worthFor(most)
    readonly property int pointed: pointer.hovered ? columnAt(pointer.point.position.x) : -1

    implicitHeight: Theme.px(60)
    Accessible.role: Accessible.Chart
    Accessible.name: qsTr("How far it looks back, by distance")
    onSharesChanged: requestPaint()
    onWidthChanged: requestPaint()
    onPointedChanged: requestPaint()

    function worthFor(share: real): real {
        for (const each of [0.001, 0.002, 0.005, 0.01, 0.02, 0.05])
            if (share / each <= rows)
                return each
        return 0.1
    }

    function columnAt(x: real): int {
        const across = Theme.rightToLeft ? x : width - x
        return Math.max(0, Math.min(shares.length - 1, Math.floor(across / pitch)))
    }

    // "3 to 4 tokens back: 12 %"
    function said(column: int): string {
        if (column < 0 || column >= shares.length)
            return ""
        const from = attention.distanceOf(column), to = attention.distanceOf(column + 1) - 1
        const share = Format.whole((100 * shares[column]).toFixed(shares[column] < 0.0995 ? 1 : 0), "%")
        return from === 0 && to === 0 ? qsTr("At itself: %1").arg(share)
             : from === to ? qsTr("%1 tokens back: %2").arg(Format.count(from)).arg(share)
                           : qsTr("%1 to %2 tokens back: %3").arg(Format.count(from)).arg(Format.count(to)).arg(share)
    }

    onPaint: {
        const context = getContext("2d")
        context.reset()
        const tall = height / rows, radius = 0.36 * Math.min(pitch, tall)
        shares.forEach((share, column) => {
            const across = (column + 0.5) * pitch
            const x = Theme.rightToLeft ? across : width - across
            const dots = Math.min(rows, share > 0 ? Math.max(1, Math.round(share / worth)) : 0)
            context.fillStyle = column === pointed ? Theme.ink : Theme.accent
            for (let dot = 0; dot < Math.max(1, dots); ++dot) {
                context.beginPath()
                context.arc(x, height - (dot + 0.5) * tall, dot < dots ? radius : radius / 2.5, 0, 2 * Math.PI)
                context.fill()
            }
        })
    }

    HoverHandler { id: pointer }
    Hint {
        shown: pointer.hovered
        text: qsTr("The attention of all tokens by how far back it goes; a dot stands for %1.").arg(Format.whole(String(100 * strip.worth), "%")) + " " + strip.said(strip.pointed)
    }
}
