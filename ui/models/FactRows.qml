import QtQuick
import Halftone.App
import Halftone.Controls

// Facts, a line each: what, and the value.
Column {
    id: facts

    required property RowsModel rows
    property string hint                        // how all of them are known

    spacing: Theme.px(7)

    Repeater {
        model: facts.rows

        Item {
            id: row

            required property string label
            required property string value

            width: facts.width
            height: Math.max(name.height, content.height)
            Accessible.role: Accessible.StaticText
            Accessible.name: label + ": " + value

            Elided {
                id: name
                anchors.left: parent.left
                width: Math.round(parent.width * 0.3)
                text: row.label
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
            Figure {
                id: content
                anchors { left: name.right; right: parent.right }
                text: row.value
                unit: row.label                 // what is counted
                hint: facts.hint
                color: Theme.ink
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
        }
    }
}
