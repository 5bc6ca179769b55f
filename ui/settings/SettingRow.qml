import QtQuick
import Halftone.Controls

// A setting: its name and what it does at the start, its control at the end.
Item {
    id: row

    property alias label: name.text
    property alias note: detail.text
    default property alias control: place.data

    implicitHeight: Math.max(words.height, place.height)

    Column {
        id: words
        anchors { left: parent.left; right: place.left; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
        spacing: Theme.px(2)

        Label {
            id: name
            width: parent.width
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
        }
        Label {
            id: detail
            width: parent.width
            visible: text !== ""
            color: Theme.dim
            font.pixelSize: Theme.note
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
    }
    Item {
        id: place
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: childrenRect.width
        height: childrenRect.height
    }
}
