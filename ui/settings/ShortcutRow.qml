import QtQuick
import Halftone.Controls

// A command and its keys, drawn as keys.
Item {
    id: row

    required property var modelData             // {name, keys}
    readonly property var keys: modelData.keys.replace("++", "+plus").split("+").map(key => key === "plus" ? "+" : key)

    implicitHeight: Math.max(Theme.px(28), name.implicitHeight + Theme.px(6))
    Accessible.role: Accessible.StaticText
    Accessible.name: modelData.name + ": " + modelData.keys

    Label {
        id: name
        anchors { left: parent.left; right: caps.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
        text: row.modelData.name
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
    Item {
        id: caps
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: keys.width
        height: keys.height

        Row {                                   // keys are read from left to right everywhere
            id: keys
            LayoutMirroring.enabled: false
            spacing: Theme.px(4)

            Repeater {
                model: row.keys

                Rectangle {
                    required property string modelData
                    readonly property bool quoted: true         // what stands on a key

                    width: Math.max(height, key.implicitWidth + Theme.px(12))
                    height: Theme.px(24)
                    radius: Theme.px(6)
                    color: Theme.well
                    border { width: 1; color: Theme.line }

                    Label {
                        id: key
                        anchors.centerIn: parent
                        text: parent.modelData
                        font.pixelSize: Theme.note
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
