import QtQuick

// A column in the middle of its place; where it is higher, it scrolls.
Scroller {
    id: centred

    property real span: Theme.px(440)           // how wide it wants to be
    property real rise: 0                       // over the middle
    property real begin: -1                     // where it begins, in place of the middle; below 0: in the middle
    property alias spacing: column.spacing
    default property alias body: column.data

    contentHeight: Math.max(height, column.y + column.height + Theme.px(16))

    Column {
        id: column
        x: Math.round((centred.width - width) / 2)
        y: centred.begin >= 0 ? centred.begin : Math.max(Theme.px(16), Math.round((centred.height - height) / 2) - centred.rise)
        width: Math.min(centred.span, centred.width - Theme.px(48))
    }
}
