import QtQuick
import QtQuick.Templates as T

T.Slider {
    id: control

    property string name

    implicitWidth: Theme.px(180)
    implicitHeight: Theme.px(24)
    focusPolicy: Qt.TabFocus
    Accessible.name: name

    background: Rectangle {
        y: Math.round((control.height - height) / 2)
        width: control.width
        height: Theme.px(4)
        radius: height / 2
        color: Theme.track

        Rectangle {
            x: control.mirrored ? parent.width - width : 0
            width: control.position * parent.width
            height: parent.height
            radius: height / 2
            color: Theme.accent
        }
    }
    handle: Rectangle {
        x: control.visualPosition * (control.width - width)
        y: Math.round((control.height - height) / 2)
        width: Theme.px(16)
        height: width
        radius: width / 2
        color: Theme.pane
        border { width: Theme.px(2); color: Theme.accent }

        FocusRing { control: control; radius: Theme.px(10) }
    }
}
