import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A model opened before: its name and where it is. One that is gone says so and can be forgotten.
T.Button {
    id: row

    required property int index
    required property string name
    required property string path
    required property bool exists

    signal opened()
    signal forgotten()

    implicitHeight: Theme.px(50)
    focusPolicy: Qt.TabFocus
    Accessible.name: exists ? qsTr("Open %1").arg(Format.isolated(name)) : qsTr("%1 is no longer there").arg(Format.isolated(name))
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Keys.onDeletePressed: forgotten()
    onClicked: if (exists) opened()

    contentItem: Item {
        Elided {
            id: title
            anchors { left: parent.left; right: forget.left; top: parent.top; leftMargin: Theme.px(12); topMargin: Theme.px(7) }
            text: row.name
            color: row.exists ? Theme.ink : Theme.dim
            font.weight: Font.Medium
        }
        Elided {
            anchors { left: parent.left; right: forget.left; top: title.bottom; leftMargin: Theme.px(12); topMargin: Theme.px(1) }
            text: row.exists ? row.path : qsTr("No longer there: %1").arg(Format.isolated(row.path))
            color: row.hovered ? Theme.sideDim : Theme.dim
            font.pixelSize: Theme.note
            elide: Text.ElideMiddle
        }
        IconButton {
            id: forget
            anchors { right: parent.right; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            opacity: row.hovered || visualFocus || !row.exists ? 1 : 0
            icon.name: "close"
            text: qsTr("Forget %1").arg(Format.isolated(row.name))
            onClicked: row.forgotten()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.hovered ? Theme.hover : "transparent"

        FocusRing { control: row; anchors.margins: 0 }
    }
}
