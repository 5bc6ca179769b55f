import QtQuick
import Halftone.Controls

// Everything the keyboard can do.
Sheet {
    id: sheet

    required property var commands              // [{group, name, keys}]
    readonly property var groups: [...new Set(commands.map(command => command.group))]

    objectName: "shortcutsSheet"
    title: qsTr("Keyboard shortcuts")
    width: Math.min(Theme.px(680), parent ? parent.width - Theme.px(48) : Theme.px(680))
    footer: Button { kind: "primary"; text: qsTr("Done"); focus: true; onClicked: sheet.close() }

    Grid {
        id: grid
        readonly property real half: (width - columnSpacing) / 2

        width: parent.width
        columns: 2
        columnSpacing: Theme.px(36)
        rowSpacing: Theme.px(22)

        Repeater {
            model: sheet.groups

            Column {
                id: group

                required property string modelData

                width: grid.half
                spacing: Theme.px(8)

                Caption {
                    width: parent.width
                    text: group.modelData
                    horizontalAlignment: Text.AlignLeft
                }
                Repeater {
                    model: sheet.commands.filter(command => command.group === group.modelData)

                    ShortcutRow { width: group.width }
                }
            }
        }
    }
}
