import QtQuick
import Halftone.App
import Halftone.Controls

// A row for each column, bars from one zero. The bars are one picture.
Rectangle {
    id: summary

    required property CompareViewModel compare
    readonly property var columns: compare.columns
    readonly property bool barred: width >= Theme.px(860)
    readonly property real pitch: Theme.px(28)
    readonly property real inset: Theme.px(18)
    readonly property real nameWidth: Theme.px(barred ? 190 : 130)
    readonly property real cellWidth: (width - 2 * inset - nameWidth) / kinds.length
    readonly property real figureWidth: Theme.px(68)
    readonly property string shape: JSON.stringify(columns.map(column => kinds.map(kind => kind.share(column))))

    // unit: where only the head says it; share: of the bar, 0 to 1; below 0: none is known.
    readonly property var kinds: [
        { name: qsTr("Peak memory"), hint: qsTr("The largest sum of the column's own allocations during the turn."), tone: "weights",
          text: column => column.written ? column.peakText : "–", share: column => column.written ? column.peakBytes / largest("peakBytes") : -1 },
        { name: qsTr("First token"), hint: qsTr("From the question to the first token."), tone: "",
          text: column => column.written ? Format.duration(column.firstTokenMs) : "–", share: column => column.written ? column.firstTokenMs / largest("firstTokenMs") : -1 },
        { name: qsTr("Tokens/s"), unit: qsTr("tokens/s"), hint: qsTr("Tokens after the first, by the time from the first to the last."), tone: "",
          text: column => column.tokensPerSecond > 0 ? Format.brief(column.tokensPerSecond) : "–", share: column => column.written ? column.tokensPerSecond / largest("tokensPerSecond") : -1 },
        { name: qsTr("KL, mean"), hint: qsTr("KL(reference ‖ column), the mean over the reference's words, in nats."), tone: "divergence",
          text: column => column.compared ? (column.divergence > 0 && column.divergence < 0.0005 ? "< 0.001" : column.divergence.toFixed(3)) + " " + qsTr("nats") : "–",
          share: column => column.compared ? column.divergence / largest("divergence") : -1 },
        { name: qsTr("Same first choice"), hint: qsTr("Share of the reference's words where both rank the same token first."), tone: "",
          text: column => column.compared ? (100 * column.sameChoice).toFixed(1) + " %" : "–", share: column => column.compared ? column.sameChoice : -1 },
        { name: qsTr("First flip"), unit: qsTr("token"), hint: qsTr("The first token of the column's own reply that is not the reference's."), tone: "",
          text: column => column.compared && column.firstFlip >= 0 ? qsTr("token %1").arg(column.firstFlip + 1) : "–", share: () => -1 }
    ]

    function largest(figure: string): real {
        return Math.max(1e-9, ...columns.map(column => column[figure]))
    }

    implicitHeight: Theme.px(38) + columns.length * pitch + Theme.px(8)
    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }
    onShapeChanged: bars.requestPaint()

    Caption {
        x: Theme.rightToLeft ? summary.width - summary.inset - width : summary.inset
        y: Theme.px(13)
        text: qsTr("Summary")
    }
    Repeater {
        model: summary.kinds

        Elided {
            id: head

            required property int index
            required property var modelData
            readonly property real from: summary.inset + summary.nameWidth + index * summary.cellWidth

            x: Theme.rightToLeft ? summary.width - from - width : from
            y: Theme.px(12)
            width: summary.cellWidth - Theme.px(8)
            text: modelData.name
            color: Theme.dim
            font.pixelSize: Theme.note

            HoverHandler { id: headPointer }
            Hint { shown: headPointer.hovered && !head.truncated; text: head.modelData.hint }
        }
    }
    Canvas {
        id: bars

        readonly property color neutral: Theme.dark ? "#B4B4BE" : "#55555E"
        readonly property color empty: Theme.dot
        readonly property bool mirrored: Theme.rightToLeft

        anchors.fill: parent
        visible: summary.barred
        onNeutralChanged: requestPaint()
        onMirroredChanged: requestPaint()
        onWidthChanged: requestPaint()
        onHeightChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            const pitch = Theme.px(6)
            const places = Math.floor((summary.cellWidth - summary.figureWidth - Theme.px(22)) / pitch)
            summary.columns.forEach((column, row) => summary.kinds.forEach((kind, at) => {
                const share = kind.share(column)
                if (share < 0)
                    return
                const from = summary.inset + summary.nameWidth + at * summary.cellWidth + summary.figureWidth + Theme.px(8)
                const y = Theme.px(38) + (row + 0.5) * summary.pitch
                const filled = share > 0 ? Math.max(1, Math.round(share * places)) : 0
                for (let dot = 0; dot < places; ++dot) {
                    const x = from + (dot + 0.5) * pitch
                    context.fillStyle = dot >= filled ? empty : kind.tone === "divergence" ? Theme.divergence : kind.tone === "weights" ? tone(column, dot / places) : neutral
                    context.beginPath()
                    context.arc(mirrored ? width - x : x, y, (dot < filled ? 0.4 : 0.16) * pitch, 0, 2 * Math.PI)
                    context.fill()
                }
            }))
        }

        // Of memory, what the bytes at this share of the largest column are spent on.
        function tone(column: var, share: real): color {
            let bytes = share * summary.largest("peakBytes")
            for (const part of column.memory) {
                if (bytes < part.bytes)
                    return Theme.category(part.key)
                bytes -= part.bytes
            }
            return Theme.activations
        }
    }
    Repeater {
        model: summary.columns

        Item {
            id: row

            required property int index
            required property CompareColumn modelData

            y: Theme.px(38) + index * summary.pitch
            width: summary.width
            height: summary.pitch
            Accessible.role: Accessible.Row
            Accessible.name: modelData.name + ": " + summary.kinds.map(kind => kind.name + " " + kind.text(modelData)).join(", ")

            Elided {
                x: Theme.rightToLeft ? row.width - summary.inset - width : summary.inset
                anchors.verticalCenter: parent.verticalCenter
                width: summary.nameWidth - Theme.px(8)
                text: summary.barred ? row.modelData.weights + "  " + row.modelData.attention + " · kv " + row.modelData.cache
                                     : row.modelData.weights + " · " + row.modelData.cache
                font { pixelSize: Theme.small; weight: row.modelData.reference ? Font.DemiBold : Font.Normal }
                Accessible.ignored: true
            }
            Repeater {
                model: summary.kinds

                Figure {
                    required property int index
                    required property var modelData
                    readonly property real from: summary.inset + summary.nameWidth + index * summary.cellWidth

                    x: Theme.rightToLeft ? row.width - from - width : from
                    anchors.verticalCenter: parent.verticalCenter
                    text: modelData.text(row.modelData)
                    unit: modelData.unit ?? ""
                    hint: modelData.hint
                    color: Theme.ink
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
        }
    }
}
