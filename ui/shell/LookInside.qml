import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// The ways to look at the conversation, one of which is in its place.
Column {
    id: list

    required property var views           // { key, name, keys, sizes }
    required property string current

    signal chosen(key: string)

    spacing: Theme.px(1)
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Look inside")

    Caption {
        width: parent.width
        height: Theme.px(26)
        leftPadding: Theme.px(10)
        rightPadding: Theme.px(10)
        text: qsTr("Look inside")
        color: Theme.sideDim
        horizontalAlignment: Text.AlignLeft
    }
    Repeater {
        model: list.views

        T.Button {
            id: row

            required property var modelData
            readonly property bool here: list.current === modelData.key

            objectName: "look-" + modelData.key
            width: list.width
            implicitHeight: Theme.px(31)
            text: modelData.name
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.RadioButton
            Accessible.name: text
            Accessible.checked: here
            Keys.onReturnPressed: clicked()
            Keys.onEnterPressed: clicked()
            onClicked: list.chosen(modelData.key)

            contentItem: Item {
                LookMark {
                    id: mark
                    anchors { left: parent.left; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
                    sizes: row.modelData.sizes
                    color: row.here ? Theme.ink : Theme.sideDim
                }
                Elided {
                    anchors { left: mark.right; right: keys.left; leftMargin: Theme.px(10); rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                    text: row.text
                    color: row.here || row.hovered ? Theme.ink : Theme.sideDim
                    font.pixelSize: Theme.small
                }
                Label {
                    id: keys
                    anchors { right: parent.right; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
                    text: row.modelData.keys.replace("+", " ")
                    color: Theme.sideDim
                    font.pixelSize: Theme.note
                    Accessible.ignored: true
                }
            }
            background: Rectangle {
                radius: Theme.px(8)
                color: row.here ? Theme.raised : row.hovered ? Theme.hover : "transparent"
                border { width: 1; color: row.here ? Theme.line : "transparent" }

                FocusRing { control: row }
            }
        }
    }
}
