import QtQuick
import Halftone.App
import Halftone.Controls

// A row for each precision and attention, at one length of the prompt; beside it what the guide measured. The bars are one picture.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    required property var tones
    readonly property real span: width - 2 * inset
    readonly property real pitch: Theme.px(30)
    readonly property bool guided: experiment.guided && span >= Theme.px(560)
    readonly property bool barred: span >= Theme.px(guided ? 690 : 520)
    readonly property real nameWidth: Theme.px(span < Theme.px(420) ? 84 : 128)
    // key of the row, its unit where only the head says it, width; a width of 0 shares what is left.
    readonly property var every: [
        { key: "predicted", name: qsTr("predicted"), hint: qsTr("Weights, cache and activations of a chunk by their sizes; naive attention's scores besides."), unit: experiment.memoryUnit, width: 76 },
        { key: "peak", name: qsTr("peak, %1").arg(experiment.memoryUnit), hint: qsTr("The largest sum of allocations from the first token to the last."), unit: experiment.memoryUnit, width: 86 },
        { key: "offBy", name: qsTr("off by"), hint: qsTr("Measured ÷ predicted − 1."), width: 64 },
        { key: "memoryBar", name: "", hint: "", width: barred ? 0 : -1 },
        { key: "time", name: qsTr("time, %1").arg(experiment.timeUnit), hint: qsTr("Prompt and new tokens, the median of three runs."), unit: experiment.timeUnit, width: 70 },
        { key: "timeBar", name: "", hint: "", width: barred ? 0 : -1 },
        { key: "guideMemory", name: qsTr("guide, %1").arg(experiment.memoryUnit), hint: qsTr("What the guide measured."), unit: experiment.memoryUnit, width: guided ? 76 : -1 },
        { key: "guideTime", name: qsTr("guide, %1").arg(experiment.timeUnit), hint: qsTr("What the guide measured."), unit: experiment.timeUnit, width: guided ? 62 : -1 }
    ]
    readonly property var columns: Array.from(every).filter(column => column.width >= 0)
    readonly property var edges: placed()       // of each column {from, to}
    readonly property string shape: JSON.stringify([edges, bars])
    property var bars: []                       // of each row {tone, memory, time}

    // Where there are no bars, figures take the room; where there is too little, each gives some.
    function placed(): var {
        const fixed = columns.reduce((sum, column) => sum + Theme.px(column.width), 0)
        const free = columns.filter(column => column.width === 0).length
        const left = Math.max(0, span - nameWidth - fixed)
        const scale = Math.min(1, (span - nameWidth) / fixed)
        let at = nameWidth
        return columns.map(column => {
            const wide = column.width === 0 ? left / free : scale * Theme.px(column.width) + (free === 0 ? left / columns.length : 0)
            at += wide
            return { from: at - wide, to: at }
        })
    }

    function gather(): void {
        const all = []
        for (let i = 0; i < rows.count; ++i) {
            const row = rows.itemAt(i)
            if (row)
                all.push({ tone: row.tone, memory: row.memoryShare, time: row.timeShare })
        }
        bars = all
    }

    title: experiment.tableTitle
    implicitHeight: head + Theme.px(6) + experiment.table.count * pitch + note_.height + Theme.px(22)
    onShapeChanged: picture.requestPaint()

    Repeater {
        model: card.columns

        Elided {
            id: name

            required property int index
            required property var modelData
            readonly property real from: card.edges[index]?.from ?? 0
            readonly property real wide: (card.edges[index]?.to ?? 0) - from

            x: Theme.rightToLeft ? card.width - card.inset - from - wide : card.inset + from
            y: Theme.px(11)
            width: wide
            visible: modelData.name !== ""
            text: modelData.name
            color: Theme.dim
            font.pixelSize: Theme.note
            horizontalAlignment: Theme.rightToLeft ? Text.AlignLeft : Text.AlignRight

            HoverHandler { id: pointer }
            Hint { shown: pointer.hovered; text: name.modelData.hint }
        }
    }
    Canvas {
        id: picture

        readonly property bool mirrored: Theme.rightToLeft
        readonly property string colours: card.tones.join(" ")

        anchors.fill: parent
        visible: card.barred
        onMirroredChanged: requestPaint()
        onColoursChanged: requestPaint()
        onWidthChanged: requestPaint()
        onHeightChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            const dot = Theme.px(5)
            card.columns.forEach((column, at) => {
                if (column.width !== 0)
                    return
                const from = card.inset + card.edges[at].from + Theme.px(14)
                const places = Math.floor((card.edges[at].to - card.edges[at].from - Theme.px(18)) / dot)
                card.bars.forEach((bar, row) => {
                    const share = column.key === "memoryBar" ? bar.memory : bar.time
                    if (share < 0)
                        return
                    context.fillStyle = card.tones[bar.tone]
                    for (let i = 0; i < Math.max(1, Math.round(share * places)); ++i) {
                        const x = from + (i + 0.5) * dot
                        context.beginPath()
                        context.arc(mirrored ? width - x : x, card.head + Theme.px(6) + (row + 0.5) * card.pitch, 0.4 * dot, 0, 2 * Math.PI)
                        context.fill()
                    }
                })
            })
        }
    }
    Column {
        id: list
        x: card.inset
        y: card.head + Theme.px(6)
        width: card.span

        Repeater {
            id: rows
            model: card.experiment.table
            onItemAdded: card.gather()
            onItemRemoved: card.gather()

            Item {
                id: row

                required property string weights
                required property string attention
                required property int grid
                required property int tone
                required property string predicted
                required property string peak
                required property string offBy
                required property real memoryShare
                required property string time
                required property real timeShare
                required property string guideMemory
                required property string guideTime
                required property string hint
                required property string name
                readonly property bool done: memoryShare >= 0

                width: list.width
                height: card.pitch
                Accessible.role: Accessible.Row
                Accessible.name: name
                onToneChanged: card.gather()
                onMemoryShareChanged: card.gather()
                onTimeShareChanged: card.gather()

                Rule { anchors { left: parent.left; right: parent.right; top: parent.top } }
                Row {
                    anchors.verticalCenter: parent.verticalCenter
                    x: Theme.rightToLeft ? row.width - width : 0
                    spacing: Theme.px(7)
                    layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                    LayoutMirroring.enabled: false

                    PrecisionMark { anchors.verticalCenter: parent.verticalCenter; size: Theme.px(12); grid: row.grid }
                    Figure {
                        width: Theme.px(card.nameWidth < Theme.px(100) ? 30 : 36)
                        text: row.weights
                        color: Theme.ink
                        font { pixelSize: Theme.small; weight: Font.DemiBold }
                        Accessible.ignored: true
                    }
                    Figure { text: row.attention; font.pixelSize: Theme.small; Accessible.ignored: true }
                }
                Repeater {
                    model: card.columns

                    Figure {
                        id: cell

                        required property int index
                        required property var modelData
                        readonly property real from: card.edges[index]?.from ?? 0
                        readonly property real wide: (card.edges[index]?.to ?? 0) - from
                        readonly property bool loud: row.done && (modelData.key === "peak" || modelData.key === "time")

                        x: Theme.rightToLeft ? row.width - from - wide : from
                        anchors.verticalCenter: parent.verticalCenter
                        width: wide
                        text: row[modelData.key] ?? ""
                        unit: modelData.unit ?? ""
                        hint: (truncated ? text + "\n" : "") + (row.hint === "" || truncated ? modelData.hint : "")     // else the row says it
                        elide: Text.ElideRight
                        color: loud ? Theme.ink : Theme.dim
                        font { pixelSize: Theme.small; weight: loud ? Font.DemiBold : Font.Normal }
                        horizontalAlignment: Theme.rightToLeft ? Text.AlignLeft : Text.AlignRight
                        Accessible.ignored: true
                    }
                }
                HoverHandler { id: rowPointer }
                Hint { shown: rowPointer.hovered; text: row.hint }
            }
        }
    }
    Rule { x: card.inset; width: card.span; y: list.y + list.height }
    Label {
        id: note_
        x: card.inset
        y: list.y + list.height + Theme.px(9)
        width: card.span
        text: card.experiment.guideNote
        color: Theme.dim
        font.pixelSize: Theme.note
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
}
