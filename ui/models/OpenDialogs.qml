import QtQuick
import QtQuick.Dialogs
import Halftone.App

// A model is asked for, a file or a folder: by the desktop's dialog through the portal, by the platform theme's, else by our own sheet.
Item {
    id: dialogs

    required property ApplicationViewModel application
    readonly property FileChooser chooser: application.fileChooser

    signal sheetWanted()

    function openFile(): void {
        chooser.ask(FileChooser.Model, dialogs.Window.window)
    }

    function openFolder(): void {
        chooser.ask(FileChooser.ModelFolder, dialogs.Window.window)
    }

    function take(model: url): void {
        const refusal = chooser.refusal(model)
        if (refusal === "")
            application.engine.openModel(model)
        else
            application.said(refusal)
    }

    Connections {
        target: dialogs.chooser
        function onChosen(purpose: int, files: list<url>): void {
            if (purpose === FileChooser.Model || purpose === FileChooser.ModelFolder)
                dialogs.take(files[0])
        }
        function onAbsent(purpose: int): void {
            if (purpose !== FileChooser.Model && purpose !== FileChooser.ModelFolder)
                return
            if (!dialogs.chooser.themed)
                dialogs.sheetWanted()
            else if (purpose === FileChooser.ModelFolder)
                folder.open()
            else
                file.open()
        }
    }
    FileDialog {
        id: file
        objectName: "openFileDialog"
        title: qsTr("Open a model")
        nameFilters: [qsTr("Models (*.gguf *.safetensors)"), qsTr("All files (*)")]
        onAccepted: dialogs.take(selectedFile)
    }
    FolderDialog {
        id: folder
        objectName: "openFolderDialog"
        title: qsTr("Open a model folder")
        onAccepted: dialogs.take(selectedFolder)
    }
}
