import QtQuick
import QtQuick.Templates as T

// A drawing that can be pressed; its name is read aloud and shown as a hint.
T.Button {
    id: control

    property color tone: hovered || visualFocus ? Theme.ink : Theme.sideDim
    property string keys: ""

    implicitWidth: Theme.px(30)
    implicitHeight: Theme.px(30)
    padding: 0
    focusPolicy: Qt.TabFocus
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.role: Accessible.Button
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: control.icon.name
            color: control.tone
            mirror: control.mirrored && (name === "sidebar" || name === "panel")
        }
    }
    background: Rectangle {
        radius: Theme.px(8)
        color: control.down || control.hovered ? Theme.hover : "transparent"

        Behavior on color { ColorAnimation { duration: Theme.quick } }

        FocusRing { control: control; radius: Theme.px(10) }
    }

    Hint {
        shown: control.hovered || control.visualFocus
        text: control.keys === "" ? control.text : control.text + "  " + control.keys
    }
}
