import QtQuick
import QtQml
import Halftone.App

// Everything the keyboard can do, once: the shortcuts that act, and the list that the shortcuts sheet shows. They act wherever the focus
// is; what lies over the conversation makes way, unless the command shows beside it. One that cannot do anything says why.
Item {
    id: commands

    required property ApplicationViewModel application
    required property var views           // of Views.qml
    required property string view               // the one in sight
    readonly property SettingsViewModel settings: application.settings

    readonly property var own: [
        { group: qsTr("Conversation"), name: qsTr("Send the message"), keys: settings.sendWithEnter ? "Enter" : "Ctrl+Enter" },
        { group: qsTr("Conversation"), name: qsTr("New line"), keys: settings.sendWithEnter ? "Shift+Enter" : "Enter" },
        { group: qsTr("Conversation"), name: qsTr("One step back, then stop the reply"), keys: "Esc" },
        { group: qsTr("Conversation"), name: qsTr("New chat"), keys: "Ctrl+N", run: newChat },
        { group: qsTr("Conversation"), name: qsTr("Search conversations"), keys: "Ctrl+K", run: searchWanted },
        { group: qsTr("Conversation"), name: qsTr("Write a message"), keys: "Ctrl+L", run: composerWanted },
        { group: qsTr("Conversation"), name: qsTr("Attach files"), keys: "Ctrl+Shift+A", run: attachWanted },
        { group: qsTr("Conversation"), name: qsTr("Answer again"), keys: "Ctrl+R", run: answerAgain },
        { group: qsTr("Conversation"), name: qsTr("Version before"), keys: "Alt+Left", beside: true, run: () => versionWanted(-1) },
        { group: qsTr("Conversation"), name: qsTr("Version after"), keys: "Alt+Right", beside: true, run: () => versionWanted(1) },
        { group: qsTr("Conversation"), name: qsTr("Undo a deletion"), keys: "Ctrl+Z" },
        { group: qsTr("Conversation"), name: qsTr("Export the conversation"), keys: "Ctrl+E", run: exportChat },
        { group: qsTr("Conversation"), name: qsTr("Import conversations"), keys: "Ctrl+Shift+E", run: importWanted },
        { group: qsTr("Conversation"), name: qsTr("Back up all conversations"), keys: "Ctrl+Shift+B", run: () => application.backUp.exportWanted() },
        { group: qsTr("Conversation"), name: qsTr("Copy the selection as text, else the last reply"), keys: "Ctrl+Shift+C", beside: true, run: copyWanted },
        { group: qsTr("Model"), name: qsTr("Start the last model, where none is open"), keys: "Enter" },
        { group: qsTr("Model"), name: qsTr("Open a model file"), keys: "Ctrl+O", run: openFileWanted },
        { group: qsTr("Model"), name: qsTr("Open a model folder"), keys: "Ctrl+Shift+O", run: openFolderWanted },
        { group: qsTr("Window"), name: qsTr("Conversations"), keys: "Ctrl+B", beside: true, run: conversationsWanted },
        { group: qsTr("Window"), name: qsTr("Instruments"), keys: "Ctrl+I", beside: true, run: instrumentsWanted },
        { group: qsTr("Window"), name: qsTr("Larger"), keys: "Ctrl++", beside: true, also: ["Ctrl+="], run: () => zoom(settings.zoom + 0.1) },
        { group: qsTr("Window"), name: qsTr("Smaller"), keys: "Ctrl+-", beside: true, run: () => zoom(settings.zoom - 0.1) },
        { group: qsTr("Window"), name: qsTr("Actual size"), keys: "Ctrl+0", beside: true, run: () => zoom(1) },
        { group: qsTr("Window"), name: qsTr("Full screen"), keys: "F11", beside: true, run: fullScreenWanted },
        { group: qsTr("Program"), name: qsTr("Settings"), keys: "Ctrl+,", beside: true, run: settingsWanted },
        { group: qsTr("Program"), name: qsTr("Keyboard shortcuts"), keys: "F1", also: ["Ctrl+/"], beside: true, run: shortcutsWanted },
        { group: qsTr("Program"), name: qsTr("Look around: the first tour"), keys: "Shift+F1", run: tourWanted },
        { group: qsTr("Program"), name: qsTr("Quit"), keys: "Ctrl+Q", beside: true, run: quitWanted }
    ]
    readonly property var list: own.concat(views.map(view => ({ group: qsTr("Look inside"), name: view.name, keys: view.keys, run: () => viewWanted(view.key) })))

    signal acting()                             // a key is about to do something: menus go
    signal roomWanted()
    signal said(words: string)                  // what it did where that is not seen, or why it could not
    signal conversationsWanted()
    signal instrumentsWanted()
    signal openFileWanted()
    signal openFolderWanted()
    signal searchWanted()
    signal settingsWanted()
    signal shortcutsWanted()
    signal tourWanted()
    signal fullScreenWanted()
    signal composerWanted()
    signal viewWanted(key: string)
    signal exportWanted(chatId: string)
    signal viewExportWanted()
    signal importWanted()
    signal attachWanted()
    signal versionWanted(by: int)
    signal copyWanted()
    signal quitWanted()

    function newChat(): void {
        if (application.chat.messages.count === 0 && application.chat.draft === "")
            said(qsTr("This chat is new: write into it"))
        application.newChat()
        composerWanted()
    }

    function answerAgain(): void {
        const last = application.chat.messages.count - 1
        if (last < 0)
            said(qsTr("There is nothing to answer yet"))
        else if (!application.chat.canSend)
            said(application.chat.sendHint)
        else
            application.chat.regenerate(last)
    }

    function exportChat(): void {
        if (view !== "chat")
            viewExportWanted()
        else if (application.chat.messages.count === 0)
            said(qsTr("There is nothing to export yet"))
        else
            exportWanted(application.currentChatId)
    }

    function zoom(factor: real): void {
        const wanted = Math.round(10 * Math.min(2, Math.max(0.7, factor))) / 10
        if (factor > wanted + 0.05)
            said(qsTr("%1 % is the largest size").arg(Math.round(100 * wanted)))
        else if (factor < wanted - 0.05)
            said(qsTr("%1 % is the smallest size").arg(Math.round(100 * wanted)))
        else
            said(qsTr("Size %1 %").arg(Math.round(100 * wanted)))
        settings.zoom = wanted
    }

    Instantiator {
        model: commands.list.filter(command => command.run !== undefined)

        Shortcut {
            required property var modelData

            sequences: [modelData.keys].concat(modelData.also ?? [])
            context: Qt.ApplicationShortcut     // those of the window rest while a popup is open
            onActivated: {
                commands.acting()
                if (!modelData.beside)
                    commands.roomWanted()
                modelData.run()
            }
        }
    }
}
