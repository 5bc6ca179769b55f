import QtQuick
import Halftone.App
import Halftone.Controls

// What the open model is.
Sheet {
    id: sheet

    required property EngineViewModel engine

    title: engine.modelName
    footer: Button { text: qsTr("Done"); focus: true; onClicked: sheet.close() }

    FactRows {
        width: parent.width
        rows: sheet.engine.info
    }
}
