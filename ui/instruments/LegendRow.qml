import QtQuick
import Halftone.Controls

Item {
    id: row

    required property string key
    required property string label
    required property real bytes
    required property string text
    required property string tooltip

    height: visible ? Theme.px(22) : 0
    visible: bytes > 0 || key !== "unattributed"
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ": " + text

    Dot {
        id: dot
        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
        color: Theme.category(row.key)
    }
    Elided {
        anchors { left: dot.right; right: figure.left; leftMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
        text: row.label
        color: row.key === "others" ? Theme.dim : Theme.ink
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Figure {
        id: figure
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        text: row.text
        color: row.key === "others" ? Theme.dim : Theme.ink
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    HoverHandler { id: pointer }
    Hint {
        shown: pointer.hovered
        text: row.tooltip
    }
}
