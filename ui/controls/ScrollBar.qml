import QtQuick
import QtQuick.Templates as T

T.ScrollBar {
    id: control

    implicitWidth: Theme.px(10)
    implicitHeight: Theme.px(10)
    padding: Theme.px(2)
    minimumSize: 0.06
    visible: policy !== T.ScrollBar.AlwaysOff && size < 1
    Accessible.name: qsTr("Scroll bar")

    contentItem: Rectangle {
        implicitWidth: Theme.px(6)
        implicitHeight: Theme.px(6)
        radius: Math.min(width, height) / 2
        color: control.pressed || control.hovered ? Theme.dim : Theme.dot
        opacity: control.active || control.hovered ? 1 : 0

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
    }
}
