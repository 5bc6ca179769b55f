import QtQuick
import Halftone.Controls

// The attachments of one message: read, and while it is edited taken away.
Flow {
    id: chips

    property var attachments: []                // of each {name, figure, content}
    property var without: []                    // rows that are taken away
    property bool removable: false
    property color tone: Theme.pane
    property real room: Theme.px(480)

    readonly property real wanted: {
        let sum = -spacing
        for (const chip of Array.from(children))
            sum += chip.visible && chip.width > 0 ? chip.width + spacing : 0
        return Math.ceil(sum)
    }

    signal shown(content: var)

    width: Math.max(0, Math.min(wanted, room))
    spacing: Theme.px(8)
    visible: attachments.length > without.length

    Repeater {
        model: chips.attachments

        AttachmentChip {
            required property int index
            required property var modelData

            name: modelData.name
            figure: modelData.figure
            cause: ""
            reading: false
            share: 0
            visible: !chips.without.includes(index)
            removable: chips.removable
            room: Math.min(chips.room, Theme.px(320))
            tone: chips.tone
            onClicked: chips.shown(modelData.content)
            onRemoved: chips.without = chips.without.concat([index])
        }
    }
}
