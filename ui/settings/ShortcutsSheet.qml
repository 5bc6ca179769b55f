import QtQuick
import Halftone.Controls

// Everything the keyboard can do.
Sheet {
    id: sheet

    required property var commands              // [{group, name, keys}]
    readonly property var groups: [...new Set(commands.map(command => command.group))]

    objectName: "shortcutsSheet"
    title: qsTr("Keyboard shortcuts")
    span: Theme.px(680)
    footer: Button { kind: "primary"; text: qsTr("Done"); focus: true; onClicked: sheet.close() }

    Grid {
        id: grid
        readonly property real half: (width - columnSpacing * (columns - 1)) / columns

        width: parent.width
        columns: width < Theme.px(560) ? 1 : 2
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
