import QtQuick
import Halftone.App
import Halftone.Controls

// How full the KV cache is.
Section {
    id: section

    required property InstrumentsViewModel instruments

    name: qsTr("KV cache")
    note: instruments.kvTokensText
    hint: instruments.kvTooltip

    Meter {
        width: parent.width
        tone: Theme.kv
        expected: section.instruments.kvCapacity > 0 ? section.instruments.kvExpected / section.instruments.kvCapacity : 0
        value: section.instruments.kvCapacity > 0 ? section.instruments.kvTokens / section.instruments.kvCapacity : 0
        Accessible.name: qsTr("KV cache: %1").arg(section.instruments.kvTokensText)

        HoverHandler { id: pointer }
        Hint {
            shown: pointer.hovered
            text: section.instruments.kvTooltip
        }
    }
}
