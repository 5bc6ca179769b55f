import QtQuick

// A card of a view: what it shows, and a note at its end.
Rectangle {
    id: card

    property string title
    property string note
    property string hint                        // how the note's figures were measured
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
        x: Theme.rightToLeft ? card.width - card.inset - width : card.inset
        y: Theme.px(13)
        width: Math.min(implicitWidth, card.width - 2 * card.inset)
        visible: card.title !== ""
        text: card.title
        elide: Text.ElideRight
    }
    Elided {
        id: end
        readonly property real room: card.width - 3 * card.inset - name.width

        x: Theme.rightToLeft ? card.inset : card.width - card.inset - width
        anchors.baseline: name.baseline
        visible: room > Theme.px(40)
        width: Math.min(implicitWidth, Math.max(0, room))
        text: card.note
        color: Theme.dim
        font.pixelSize: Theme.note

        HoverHandler { id: notePointer }
        Hint {
            shown: notePointer.hovered && !end.truncated
            text: card.hint
        }
    }
}
