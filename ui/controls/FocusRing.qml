import QtQuick

// Drawn around a control that the keyboard has reached.
Rectangle {
    id: ring

    property var control: parent
    property bool shown: control.visualFocus ?? control.activeFocus

    anchors.fill: parent
    anchors.margins: -Theme.px(2)
    radius: Theme.radius + Theme.px(2)
    color: "transparent"
    border { width: Math.max(2, Theme.px(2)); color: Theme.accent }
    visible: shown
}
