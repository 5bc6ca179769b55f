import QtQuick

// How much of a whole: a thin bar.
Rectangle {
    id: meter

    property real value: 0                      // 0 … 1
    property alias tone: filled.color

    implicitWidth: Theme.px(86)
    implicitHeight: Theme.px(6)
    radius: height / 2
    color: Theme.track
    Accessible.role: Accessible.ProgressBar

    Rectangle {
        id: filled
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: meter.value <= 0 ? 0 : Math.max(height, meter.width * Math.min(1, meter.value))
        radius: height / 2
        color: Theme.accent

        Behavior on width { NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
    }
}
