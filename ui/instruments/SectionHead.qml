import QtQuick
import Halftone.Controls

Item {
    id: head

    property alias text: caption.text
    property alias note: note.text

    implicitHeight: Theme.px(18)

    Caption {
        id: caption
        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
    }
    Figure {
        id: note
        anchors { left: caption.right; right: parent.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        horizontalAlignment: Text.AlignRight
        elide: Text.ElideRight
    }
}
