import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A version of the reply, on the line that joins them.
T.Button {
    id: row

    required property int version
    required property string name
    required property string tokens
    required property bool shown
    property int count: 1

    objectName: "branch" + version
    implicitHeight: Theme.px(26)
    focusPolicy: Qt.TabFocus
    text: qsTr("%1 · %2").arg(version).arg(name)
    Accessible.role: Accessible.RadioButton
    Accessible.name: tokens === "" ? text : text + ", " + tokens
    Accessible.checked: shown
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Rectangle {
            id: line
            anchors.horizontalCenter: dot.horizontalCenter
            y: row.version === 1 ? parent.height / 2 : 0
            width: 1
            height: row.count === 1 ? 0 : row.version === 1 || row.version === row.count ? parent.height / 2 : parent.height
            color: Theme.line
        }
        Dot {
            id: dot
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            size: Theme.px(8)
            color: row.shown ? Theme.accent : Theme.dim
        }
        Elided {
            anchors { left: dot.right; right: many.left; leftMargin: Theme.px(12); rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            text: row.text
            font { pixelSize: Theme.small; weight: row.shown ? Font.DemiBold : Font.Normal }
            Accessible.ignored: true
        }
        Figure {
            id: many
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: row.tokens
            Accessible.ignored: true
        }
    }
    Hint {
        shown: row.hovered || row.visualFocus
        text: qsTr("A version of the reply, and how many tokens it has; a press shows it.")
    }
    background: Item {
        Rectangle {
            anchors { fill: parent; leftMargin: -Theme.px(8); rightMargin: -Theme.px(8) }
            radius: Theme.px(8)
            color: row.hovered && !row.shown ? Theme.well : "transparent"

            FocusRing { control: row; anchors.margins: 0 }
        }
    }
}
