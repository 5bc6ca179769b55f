import QtQuick
import Halftone.App
import Halftone.Controls

// What one token looks at most.
Column {
    id: looks

    required property AttentionViewModel attention

    spacing: Theme.px(8)
    Accessible.role: Accessible.List
    Accessible.name: qsTr("%1 looks at").arg(Format.isolated(attention.named(attention.token)))

    Label {
        width: parent.width
        text: qsTr("%1 looks at").arg(Format.isolated(looks.attention.named(looks.attention.token)))
        font.pixelSize: Theme.px(16)
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignLeft
        elide: Text.ElideRight
    }
    Repeater {
        model: looks.attention.looks

        Item {
            id: look

            required property string name
            required property real share
            required property string text

            width: looks.width
            height: Theme.px(22)
            Accessible.role: Accessible.ListItem
            Accessible.name: look.name + ", " + look.text

            Elided {
                anchors { left: parent.left; right: bar.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                text: look.name
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
            Meter {
                id: bar
                anchors { right: figure.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                width: Theme.px(70)
                value: Math.abs(look.share)
                tone: look.share < 0 ? Theme.divergence : Theme.accent
                Accessible.ignored: true
            }
            Figure {
                id: figure
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                width: Theme.px(44)
                text: look.text
                hint: qsTr("Share of this token's attention that goes there, after softmax, in this layer and head.")
                color: Theme.ink
                horizontalAlignment: Text.AlignRight
                Accessible.ignored: true
            }
        }
    }
}
