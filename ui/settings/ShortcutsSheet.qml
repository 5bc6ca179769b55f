import QtQuick
import Halftone.Controls

// Everything the keyboard can do.
Sheet {
    id: sheet

    required property var commands              // [{group, name, keys}]
    readonly property var groups: [...new Set(commands.map(command => command.group))]

    property bool leaving: false                // for the tour

    signal tourWanted()

    objectName: "shortcutsSheet"
    title: qsTr("Keyboard shortcuts")
    span: Theme.px(680)
    footer: [
        Button {
            objectName: "takeTour"
            kind: "quiet"
            text: qsTr("Look around…")
            onClicked: {
                sheet.leaving = true
                sheet.close()
            }
        },
        Button { kind: "primary"; text: qsTr("Done"); focus: true; onClicked: sheet.close() }
    ]
    onClosed: {
        if (leaving)                            // not before: the sheet gives the focus back to where it was
            tourWanted()
        leaving = false
    }

    Row {
        id: columns
        readonly property bool single: width < Theme.px(560)

        width: parent.width
        spacing: Theme.px(36)

        Repeater {                              // the first is as long as all others together
            model: columns.single ? [sheet.groups] : [sheet.groups.slice(0, 1), sheet.groups.slice(1)]

            Column {
                id: column

                required property var modelData

                width: columns.single ? columns.width : (columns.width - columns.spacing) / 2
                spacing: Theme.px(22)

                Repeater {
                    model: column.modelData

                    Column {
                        id: group

                        required property string modelData

                        width: column.width
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
    }
}
