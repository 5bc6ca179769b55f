import QtQuick
import Halftone.App
import Halftone.Controls

// What the open model is.
Sheet {
    id: sheet

    required property EngineViewModel engine

    signal templateWanted()

    objectName: "modelSheet"
    title: engine.modelName
    footer: [
        Button { kind: "quiet"; text: qsTr("Chat template"); onClicked: { sheet.close(); sheet.templateWanted() } },
        Button { kind: "primary"; text: qsTr("Done"); focus: true; onClicked: sheet.close() }
    ]

    FactRows {
        width: parent.width
        rows: sheet.engine.info
        hint: qsTr("As the model's own files say, and as it is held now.")
    }
}
