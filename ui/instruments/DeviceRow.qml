import QtQuick
import Halftone.Controls

// One of several devices that the model's layers lie on.
Item {
    id: row

    required property string label
    required property string layers
    required property string text

    height: Theme.px(36)
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ", " + layers + ": " + text

    Elided {
        id: name
        anchors { left: parent.left; right: parent.right; top: parent.top }
        text: row.label
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Label {
        anchors { left: parent.left; top: name.bottom }
        text: row.layers
        color: Theme.dim
        font.pixelSize: Theme.note
        Accessible.ignored: true
    }
    Figure {
        anchors { right: parent.right; top: name.bottom }
        text: row.text
        hint: qsTr("Bytes that Halftone holds on this device, of all that it has.")
        color: Theme.dim
        font.pixelSize: Theme.note
        Accessible.ignored: true
    }
}
