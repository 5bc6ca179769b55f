import QtQuick
import Halftone.App
import Halftone.Controls

// The heads of the layer as small pictures, of the last tokens: their patterns side by side; a click looks closer at one.
Flow {
    id: strip

    required property AttentionViewModel attention

    readonly property int across: attention.heads > 12 ? 8 : 6
    readonly property real side: Math.floor((width - (across - 1) * spacing) / across)

    spacing: Theme.px(6)
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Heads of layer %1").arg(attention.layer)

    Repeater {
        model: strip.visible ? strip.attention.heads : 0

        Rectangle {
            id: tile
            required property int index
            readonly property bool chosen: index === strip.attention.head

            width: strip.side
            height: width
            radius: Theme.px(5)
            color: over.hovered && !chosen ? Theme.hover : Theme.pane
            border { width: chosen ? 2 : 1; color: chosen ? Theme.accent : Theme.line }
            Accessible.role: Accessible.RadioButton
            Accessible.name: qsTr("Head %1").arg(index)
            Accessible.checked: chosen
            Accessible.onPressAction: strip.attention.head = index

            AttentionPicture {
                anchors { fill: parent; margins: Theme.px(4) }
                attention: strip.attention
                head: tile.index
                most: 48
                mirrored: Theme.rightToLeft
                ink: tile.chosen ? Theme.accent : Theme.ink
                accent: tile.chosen ? Theme.accent : Theme.ink
                away: Theme.divergence
            }
            HoverHandler { id: over }
            TapHandler { onTapped: strip.attention.head = tile.index }
            Hint {
                shown: over.hovered
                text: qsTr("Head %1").arg(tile.index)
            }
        }
    }
}
