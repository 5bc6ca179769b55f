import QtQuick
import Halftone.Controls

// A card of this view: what it shows, and a note at its end.
Rectangle {
    id: panel

    property string title
    property string note
    readonly property real inset: Theme.px(16)
    readonly property real head: Theme.px(36)       // height of the title's line

    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }
    Accessible.role: Accessible.Grouping
    Accessible.name: title
    Accessible.ignored: title === ""

    Caption {
        id: name
        x: Theme.rightToLeft ? panel.width - panel.inset - width : panel.inset
        y: Theme.px(13)
        width: Math.min(implicitWidth, panel.width - 2 * panel.inset)
        visible: panel.title !== ""
        text: panel.title
        elide: Text.ElideRight
    }
    Elided {
        readonly property real room: panel.width - 3 * panel.inset - name.width

        x: Theme.rightToLeft ? panel.inset : panel.width - panel.inset - width
        anchors.baseline: name.baseline
        visible: room > Theme.px(40)
        width: Math.min(implicitWidth, Math.max(0, room))
        text: panel.note
        color: Theme.dim
        font.pixelSize: Theme.note
    }
}
