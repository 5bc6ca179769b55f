import QtQuick

// How much of a whole: a thin bar; pale, what is expected to be added.
Rectangle {
    id: meter

    property real value: 0                      // 0 … 1
    property real expected: 0                   // 0 … 1; less than value: nothing
    property alias tone: filled.color

    implicitWidth: Theme.px(86)
    implicitHeight: Theme.px(6)
    radius: height / 2
    color: Theme.track
    Accessible.role: Accessible.ProgressBar

    function length(value: real): real {
        return value <= 0 ? 0 : Math.max(height, width * Math.min(1, value))
    }

    Rectangle {
        objectName: "expected"
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        visible: meter.expected > meter.value
        width: meter.length(meter.expected)
        radius: height / 2
        color: Theme.fade(filled.color, 0.4)
    }
    Rectangle {
        id: filled
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: meter.length(meter.value)
        radius: height / 2
        color: Theme.accent

        Behavior on width { NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
    }
}
