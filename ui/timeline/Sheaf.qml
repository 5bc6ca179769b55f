import QtQuick
import Halftone.Controls

// A card of this view: what it shows, and a note at its end.
Rectangle {
    id: sheaf

    property string title
    property string note
    readonly property real head: Theme.px(40)       // height of the title's line

    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }

    Caption {
        id: name
        anchors { left: parent.left; top: parent.top; leftMargin: Theme.px(16); topMargin: Theme.px(14) }
        text: sheaf.title
    }
    Elided {
        anchors { left: name.right; right: parent.right; leftMargin: Theme.px(16); rightMargin: Theme.px(16); baseline: name.baseline }
        text: sheaf.note
        color: Theme.dim
        font.pixelSize: Theme.note
        horizontalAlignment: Text.AlignRight
    }
}
