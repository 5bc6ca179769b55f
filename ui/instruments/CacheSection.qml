import QtQuick
import Halftone.App
import Halftone.Controls

// How full the KV cache is.
Column {
    id: section

    required property InstrumentsViewModel instruments

    spacing: Theme.px(8)

    Item {
        width: parent.width
        height: Theme.px(18)

        Caption {
            id: caption
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            text: qsTr("KV cache")
        }
        Figure {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: section.instruments.kvTokensText
            color: Theme.ink
            font.pixelSize: Theme.small
        }
        HoverHandler { id: pointer }
        Hint {
            shown: pointer.hovered
            text: section.instruments.kvTooltip
        }
    }
    Meter {
        width: parent.width
        tone: Theme.kv
        value: section.instruments.kvCapacity > 0 ? section.instruments.kvTokens / section.instruments.kvCapacity : 0
        Accessible.name: qsTr("KV cache: %1").arg(section.instruments.kvTokensText)
    }
}
