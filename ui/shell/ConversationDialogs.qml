import QtQuick
import QtQuick.Dialogs
import Halftone.App

// Where a conversation is written to, or read from; and what goes with its next message.
Item {
    id: dialogs

    required property ApplicationViewModel application
    property string chatId

    function exportChat(id: string): void {
        chatId = id
        saving.selectedFile = saving.currentFolder + "/" + encodeURIComponent(application.exportName(id)) + ".md"
        saving.open()
    }

    function importChat(): void {
        opening.open()
    }

    function attach(): void {
        attaching.open()
    }

    FileDialog {
        id: attaching
        objectName: "attachDialog"
        title: qsTr("Attach files")
        fileMode: FileDialog.OpenFiles
        nameFilters: [qsTr("All files (*)")]
        onAccepted: dialogs.application.chat.attachments.attach(selectedFiles)
    }
    FileDialog {
        id: saving
        objectName: "exportDialog"
        title: qsTr("Export the conversation")
        fileMode: FileDialog.SaveFile
        nameFilters: [qsTr("Markdown, what is shown (*.md)"), qsTr("JSON, every version (*.json)")]
        onAccepted: dialogs.application.exportChat(dialogs.chatId, selectedFile)
    }
    FileDialog {
        id: opening
        objectName: "importDialog"
        title: qsTr("Import a conversation")
        nameFilters: [qsTr("Conversations (*.json)"), qsTr("All files (*)")]
        onAccepted: dialogs.application.importChat(selectedFile)
    }
}
