import QtQuick
import QtQml
import Halftone.App

// Everything the keyboard can do, once: the shortcuts that act, and the list that the shortcuts sheet shows. They act wherever the focus
// is; a sheet that is open makes way, unless the command shows beside it.
Item {
    id: commands

    required property ApplicationViewModel application
    readonly property SettingsViewModel settings: application.settings

    readonly property var list: [
        { group: qsTr("Conversation"), name: qsTr("Send the message"), keys: settings.sendWithEnter ? "Enter" : "Ctrl+Enter" },
        { group: qsTr("Conversation"), name: qsTr("New line"), keys: settings.sendWithEnter ? "Shift+Enter" : "Enter" },
        { group: qsTr("Conversation"), name: qsTr("One step back, then stop the reply"), keys: "Esc" },
        { group: qsTr("Conversation"), name: qsTr("New chat"), keys: "Ctrl+N", run: newChat },
        { group: qsTr("Conversation"), name: qsTr("Search conversations"), keys: "Ctrl+K", run: searchWanted },
        { group: qsTr("Conversation"), name: qsTr("Write a message"), keys: "Ctrl+L", run: composerWanted },
        { group: qsTr("Conversation"), name: qsTr("Copy the selection as text, else the last reply"), keys: "Ctrl+Shift+C", beside: true, run: copyWanted },
        { group: qsTr("Model"), name: qsTr("Open a model file"), keys: "Ctrl+O", run: openFileWanted },
        { group: qsTr("Model"), name: qsTr("Open a model folder"), keys: "Ctrl+Shift+O", run: openFolderWanted },
        { group: qsTr("Window"), name: qsTr("Conversations"), keys: "Ctrl+B", run: () => settings.sidebarVisible = !settings.sidebarVisible },
        { group: qsTr("Window"), name: qsTr("Instruments"), keys: "Ctrl+I", run: () => settings.instrumentsVisible = !settings.instrumentsVisible },
        { group: qsTr("Window"), name: qsTr("Larger"), keys: "Ctrl++", beside: true, also: ["Ctrl+="], run: () => zoom(settings.zoom + 0.1) },
        { group: qsTr("Window"), name: qsTr("Smaller"), keys: "Ctrl+-", beside: true, run: () => zoom(settings.zoom - 0.1) },
        { group: qsTr("Window"), name: qsTr("Actual size"), keys: "Ctrl+0", beside: true, run: () => zoom(1) },
        { group: qsTr("Window"), name: qsTr("Full screen"), keys: "F11", beside: true, run: fullScreenWanted },
        { group: qsTr("Program"), name: qsTr("Settings"), keys: "Ctrl+,", run: settingsWanted },
        { group: qsTr("Program"), name: qsTr("Keyboard shortcuts"), keys: "F1", also: ["Ctrl+/"], run: shortcutsWanted },
        { group: qsTr("Program"), name: qsTr("Quit"), keys: "Ctrl+Q", beside: true, run: quitWanted }
    ]

    signal roomWanted()
    signal openFileWanted()
    signal openFolderWanted()
    signal searchWanted()
    signal settingsWanted()
    signal shortcutsWanted()
    signal fullScreenWanted()
    signal composerWanted()
    signal copyWanted()
    signal quitWanted()

    function newChat(): void {
        application.newChat()
        composerWanted()
    }

    function zoom(factor: real): void {
        settings.zoom = Math.round(10 * Math.min(2, Math.max(0.7, factor))) / 10
    }

    Instantiator {
        model: commands.list.filter(command => command.run !== undefined)

        Shortcut {
            required property var modelData

            sequences: [modelData.keys].concat(modelData.also ?? [])
            context: Qt.ApplicationShortcut     // those of the window rest while a popup is open
            onActivated: {
                if (!modelData.beside)
                    commands.roomWanted()
                modelData.run()
            }
        }
    }
}
