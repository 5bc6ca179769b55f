import QtQuick
import QtQuick.Dialogs
import Halftone.App

// The system's own dialogs for a model: a file, or a folder.
Item {
    id: dialogs

    required property EngineViewModel engine

    function openFile(): void {
        file.open()
    }

    function openFolder(): void {
        folder.open()
    }

    FileDialog {
        id: file
        objectName: "openFileDialog"
        title: qsTr("Open a model")
        nameFilters: [qsTr("Models (*.gguf *.safetensors)"), qsTr("All files (*)")]
        onAccepted: dialogs.engine.openModel(selectedFile)
    }
    FolderDialog {
        id: folder
        objectName: "openFolderDialog"
        title: qsTr("Open a model folder")
        onAccepted: dialogs.engine.openModel(selectedFolder)
    }
}
