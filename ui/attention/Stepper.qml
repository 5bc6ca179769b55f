import QtQuick
import Halftone.Controls

// A number that is stepped through: which layer, which head.
Item {
    id: stepper

    property string label
    property int value
    property int count                          // from 0
    property string keys
    property string hint                        // what is counted

    signal picked(value: int)

    implicitWidth: name.implicitWidth + number.width + 2 * Theme.px(30) + Theme.px(18)
    implicitHeight: Theme.px(34)

    Label {
        id: name
        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
        text: stepper.label
        font.pixelSize: Theme.small
    }
    IconButton {
        id: less
        anchors { right: number.left; verticalCenter: parent.verticalCenter }
        enabled: stepper.value > 0
        icon.name: Theme.rightToLeft ? "after" : "before"
        text: qsTr("%1 before").arg(stepper.label)
        keys: stepper.keys
        onClicked: stepper.picked(stepper.value - 1)
    }
    Figure {
        id: number
        unit: stepper.label
        hint: stepper.hint
        anchors { right: more.left; verticalCenter: parent.verticalCenter }
        width: Math.max(Theme.px(62), implicitWidth + Theme.px(6))
        text: qsTr("%1 of 0–%2").arg(stepper.value).arg(Math.max(0, stepper.count - 1))
        color: Theme.ink
        font.pixelSize: Theme.small
        horizontalAlignment: Text.AlignHCenter
        Accessible.name: stepper.label + " " + text
    }
    IconButton {
        id: more
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        enabled: stepper.value < stepper.count - 1
        icon.name: Theme.rightToLeft ? "before" : "after"
        text: qsTr("%1 after").arg(stepper.label)
        keys: stepper.keys
        onClicked: stepper.picked(stepper.value + 1)
    }
}
