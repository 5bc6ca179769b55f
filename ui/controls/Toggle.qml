import QtQuick
import QtQuick.Templates as T

T.Switch {
    id: control

    implicitWidth: Theme.px(38)
    implicitHeight: Theme.px(22)
    focusPolicy: Qt.TabFocus
    Accessible.name: text

    indicator: Rectangle {
        implicitWidth: Theme.px(38)
        implicitHeight: Theme.px(22)
        radius: height / 2
        color: control.checked ? Theme.accent : Theme.track

        Behavior on color { ColorAnimation { duration: Theme.quick } }

        Rectangle {
            readonly property real travel: control.width - width - Theme.px(6)

            x: Theme.px(3) + travel * control.visualPosition
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(16)
            height: width
            radius: width / 2
            color: control.checked ? Theme.accentInk : Theme.pane

            Behavior on x { NumberAnimation { duration: Theme.quick } }
        }
        FocusRing { control: control; radius: Theme.px(13) }
    }
}
