import QtQuick
import Halftone.Controls

// A setting: its name and what it does at the start, its control at the end; below them where there is no room beside.
Item {
    id: row

    property alias label: name.text
    property alias note: detail.text
    default property alias control: place.data

    readonly property bool stacked: place.width > 0.62 * width

    implicitHeight: stacked ? words.height + Theme.px(7) + place.height : Math.max(words.height, place.height)

    Column {
        id: words
        y: row.stacked ? 0 : Math.round((row.height - height) / 2)
        anchors { left: parent.left; right: row.stacked ? parent.right : place.left; rightMargin: row.stacked ? 0 : Theme.px(16) }
        spacing: Theme.px(2)

        Elided {
            id: name
            width: parent.width
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
        y: row.stacked ? row.height - height : Math.round((row.height - height) / 2)
        anchors { left: row.stacked ? parent.left : undefined; right: row.stacked ? undefined : parent.right }
        width: childrenRect.width
        height: childrenRect.height
    }
}
