import QtQuick
import Halftone.Controls

// A setting: its name and what it does at the start, its control at the end; below them where there is no room beside.
Item {
    id: row

    property alias label: name.text
    property alias note: detail.text
    default property alias control: place.data
    readonly property bool stacked: width < Theme.px(440)
    readonly property real beside: stacked ? width : width - place.width - Theme.px(16)

    implicitHeight: stacked ? words.height + Theme.px(7) + place.height : Math.max(words.height, place.height)

    Column {
        id: words
        x: Theme.rightToLeft ? row.width - width : 0
        y: row.stacked ? 0 : Math.round((row.height - height) / 2)
        width: row.beside
        spacing: Theme.px(2)

        Label {
            id: name
            width: parent.width
            wrapMode: Text.Wrap
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
        x: row.stacked === Theme.rightToLeft ? row.width - width : 0
        y: row.stacked ? row.height - height : Math.round((row.height - height) / 2)
        width: childrenRect.width
        height: childrenRect.height
    }
}
