import QtQuick
import QtQml
import Halftone.App
import Halftone.Controls

// Memory: how much, of what, over the last minute.
Section {
    id: section

    required property InstrumentsViewModel instruments
    property bool brief: false                  // there is no height: what is now, without what was
    readonly property var total: Format.plain(instruments.totalText).split(" ")       // figure, unit
    readonly property bool known: instruments.deviceTotalBytes > 0
    // In the legend's order, but what is not ours comes last, beside the free part.
    readonly property var parts: {
        const result = []
        for (let i = 0; i < rows.count; ++i) {
            const row = rows.itemAt(i)
            if (row)
                result.push({ key: row.key, fraction: known ? row.bytes / instruments.deviceTotalBytes : 0 })
        }
        return result.filter(part => part.key !== "others").concat(result.filter(part => part.key === "others"))
    }

    name: qsTr("Memory")
    note: instruments.deviceName
    hint: instruments.memoryTooltip
    figure: known ? qsTr("%1 of %2").arg(instruments.totalText).arg(instruments.deviceTotalText) : note

    Item {
        width: parent.width
        height: Theme.px(30)

        BigFigure {
            objectName: "memoryFigure"
            anchors.left: parent.left
            figure: section.known ? section.total[0] : "–"
            hint: section.instruments.memoryTooltip
            unit: !section.known ? qsTr("no model is open") : qsTr("%1 of %2 · peak %3").arg(section.total[1] ?? "").arg(section.instruments.deviceTotalText).arg(section.instruments.peakText)
        }
    }
    DotBar {
        objectName: "memoryBar"
        width: parent.width
        parts: section.parts
        Accessible.name: qsTr("Memory in use: %1 of %2").arg(section.instruments.totalText).arg(section.instruments.deviceTotalText)
    }
    Column {
        width: parent.width

        Repeater {
            id: rows
            model: section.instruments.categories

            LegendRow {
                width: section.width
            }
        }
    }
    Column {
        objectName: "deviceRows"
        width: parent.width
        visible: devices.count > 0

        Repeater {
            id: devices
            model: section.instruments.devices

            DeviceRow {
                width: section.width
            }
        }
    }
    Timeline {
        width: parent.width
        visible: !section.brief
        slots: section.instruments.timelineLength
        series: section.instruments.timeline
        peak: section.instruments.timelinePeak
        Accessible.name: qsTr("Memory in use, the last 60 seconds")

        HoverHandler { id: linePointer }
        Hint {
            shown: linePointer.hovered
            text: section.instruments.timelineTooltip
        }
    }
}
