import QtQuick
import Halftone.App
import Halftone.Controls

// The live figure of memory, where the pane that shows the rest of it is not in sight.
Chip {
    required property InstrumentsViewModel instruments

    text: instruments.totalText
    share: instruments.usedFraction
    hint: instruments.memoryTooltip
    Accessible.name: qsTr("Memory in use") + ": " + text
}
