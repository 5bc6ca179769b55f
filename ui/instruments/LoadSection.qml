import QtQuick
import Halftone.App
import Halftone.Controls

// A model being loaded: what is done to it, how far that is by bytes, how fast, and how long it will still take.
Section {
    id: section

    required property EngineViewModel engine

    name: qsTr("Loading")
    note: qsTr("%1 %").arg(Math.floor(100 * engine.progress))
    hint: qsTr("Bytes of the file that are in place, of those the model needs. Bytes a second of wall time, over the last two seconds.")

    Meter {
        width: parent.width
        tone: Theme.weights
        value: section.engine.progress
        Accessible.name: section.engine.progressText
    }
    Figure {
        objectName: "loadStage"
        width: parent.width
        text: section.engine.progressText
        hint: section.hint
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
    Figure {
        objectName: "loadPace"
        width: parent.width
        hint: section.hint
        text: section.engine.progressPace === "" ? " " : section.engine.progressPace    // its line is kept: nothing jumps
        horizontalAlignment: Text.AlignLeft
    }
}
