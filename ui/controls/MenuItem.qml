import QtQuick
import QtQuick.Templates as T

T.MenuItem {
    id: control

    property string keys: ""
    property string note: ""                    // a second, dim line
    property bool absent: false                 // there is no such choice now
    property bool grave: false                  // something that cannot be taken back

    implicitWidth: Math.min(Theme.px(380), Math.max(name.implicitWidth + (keys === "" ? 0 : key.implicitWidth + Theme.px(32)), detail.implicitWidth)
                            + leftPadding + rightPadding)
    implicitHeight: absent ? 0 : Theme.px(note === "" ? 32 : 46)
    visible: !absent
    leftPadding: Theme.px(10)
    rightPadding: Theme.px(10)
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.checked: checked

    contentItem: Item {
        opacity: control.enabled ? 1 : 0.45

        Elided {
            id: name
            anchors { left: parent.left; right: key.left; top: parent.top; bottom: control.note === "" ? parent.bottom : parent.verticalCenter }
            verticalAlignment: control.note === "" ? Text.AlignVCenter : Text.AlignBottom
            text: control.text
            color: control.grave ? Theme.danger : Theme.ink
            font.pixelSize: Theme.small
        }
        Elided {
            id: detail
            anchors { left: parent.left; right: parent.right; top: parent.verticalCenter; bottom: parent.bottom }
            visible: control.note !== ""
            verticalAlignment: Text.AlignTop
            text: control.note
            color: Theme.sideDim
            font.pixelSize: Theme.note
            elide: Text.ElideMiddle
        }
        Label {
            id: key
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: control.keys
            color: Theme.sideDim
            font.pixelSize: Theme.note
        }
        Icon {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            visible: control.checked
            name: "check"
        }
    }
    background: Rectangle {
        radius: Theme.px(7)
        color: control.highlighted || control.hovered ? Theme.well : "transparent"
    }
}
