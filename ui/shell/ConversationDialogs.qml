import QtQuick
import QtQuick.Dialogs
import Halftone.App

// Where conversations are written to, or read from; and what goes with its next message. Asked by the desktop's dialog through the
// portal, else by the platform theme's or Qt's own.
Item {
    id: dialogs

    required property ApplicationViewModel application
    readonly property FileChooser chooser: application.fileChooser
    property string chatId
    property var viewed: null                    // what is exported of it: exportName(), exportTo(file)
    property Item look: null                     // how that is seen

    function exportChat(id: string): void {
        chatId = id
        chooser.ask(FileChooser.Export, dialogs.Window.window, application.exportName(id) + ".md")
    }

    function exportView(view: string): void {
        viewed = ({ "compare": application.compare, "experiment": application.experiment, "tokens": application.tokens, "attention": application.attention, "timeline": application.timeline, "memory-map": application.memoryMap })[view] ?? null
        if (viewed && viewed.exportName() !== "")
            chooser.ask(FileChooser.ExportView, dialogs.Window.window, viewed.exportName())
        else
            application.said(qsTr("There is nothing to export here"))
    }

    function importChat(): void {
        chooser.ask(FileChooser.Import, dialogs.Window.window)
    }

    function attach(): void {
        chooser.ask(FileChooser.Attachments, dialogs.Window.window)
    }

    function take(purpose: int, files: list<url>): void {
        if (purpose === FileChooser.Attachments)
            application.chat.attachments.attach(files)
        else if (purpose === FileChooser.Export)
            application.exportChat(chatId, files[0])
        else if (purpose === FileChooser.ExportView && look && picture.isPicture(files[0]))
            picture.save(look, files[0])
        else if (purpose === FileChooser.ExportView)
            viewed.exportTo(files[0])
        else if (purpose === FileChooser.Import)
            application.backUp.importFrom(files)
        else if (purpose === FileChooser.BackUp)
            application.backUp.exportTo(files[0])
    }

    ViewPicture {
        id: picture
        onSaid: words => dialogs.application.said(words)
    }
    Connections {
        target: dialogs.application.backUp
        function onExportWanted(): void {
            dialogs.chooser.ask(FileChooser.BackUp, dialogs.Window.window, dialogs.application.backUp.fileName())
        }
        function onImportWanted(): void {
            dialogs.importChat()
        }
    }
    Connections {
        target: dialogs.chooser
        function onChosen(purpose: int, files: list<url>): void {
            dialogs.take(purpose, files)
        }
        function onAbsent(purpose: int): void {
            if (purpose === FileChooser.Attachments) {
                attaching.open()
            } else if (purpose === FileChooser.Import) {
                opening.open()
            } else if (purpose === FileChooser.Export) {
                saving.selectedFile = saving.currentFolder + "/" + encodeURIComponent(dialogs.application.exportName(dialogs.chatId)) + ".md"
                saving.open()
            } else if (purpose === FileChooser.BackUp) {
                backingUp.selectedFile = backingUp.currentFolder + "/" + dialogs.application.backUp.fileName()
                backingUp.open()
            } else if (purpose === FileChooser.ExportView) {
                savingView.selectedFile = savingView.currentFolder + "/" + dialogs.viewed.exportName()
                savingView.open()
            }
        }
    }
    FileDialog {
        id: attaching
        objectName: "attachDialog"
        title: qsTr("Attach files")
        fileMode: FileDialog.OpenFiles
        nameFilters: [qsTr("All files (*)")]
        onAccepted: dialogs.take(FileChooser.Attachments, selectedFiles)
    }
    FileDialog {
        id: saving
        objectName: "exportDialog"
        title: qsTr("Export the conversation")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("Markdown, what is shown (*.md)"), qsTr("JSON, every version (*.json)")]
        onAccepted: dialogs.take(FileChooser.Export, [selectedFile])
    }
    FileDialog {
        id: savingView
        objectName: "viewDialog"
        title: qsTr("Export what is shown")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("JSON, of a timeline for Perfetto (*.json)"), qsTr("Table (*.csv)"), qsTr("Picture, at twice the size (*.png)")]
        onAccepted: dialogs.take(FileChooser.ExportView, [selectedFile])
    }
    FileDialog {
        id: opening
        objectName: "importDialog"
        title: qsTr("Import conversations")
        fileMode: FileDialog.OpenFiles
        nameFilters: [qsTr("Conversations (*.json *.jsonl)"), qsTr("All files (*)")]
        onAccepted: dialogs.take(FileChooser.Import, selectedFiles)
    }
    FileDialog {
        id: backingUp
        objectName: "backUpDialog"
        title: qsTr("Back up all conversations")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("JSON, a conversation in each line (*.jsonl)")]
        onAccepted: dialogs.take(FileChooser.BackUp, [selectedFile])
    }
}
