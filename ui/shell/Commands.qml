import QtQuick
import QtQml
import Halftone.App

// Everything the keyboard can do, once: the shortcuts that act, and the list that the shortcuts sheet shows.
Item {
    id: commands

    required property ApplicationViewModel application
    readonly property SettingsViewModel settings: application.settings

    readonly property var list: [
        { group: qsTr("Conversation"), name: qsTr("Send the message"), keys: settings.sendWithEnter ? "Enter" : "Ctrl+Enter" },
        { group: qsTr("Conversation"), name: qsTr("New line"), keys: settings.sendWithEnter ? "Shift+Enter" : "Enter" },
        { group: qsTr("Conversation"), name: qsTr("Stop the reply"), keys: "Esc", when: "busy", run: () => application.chat.stop() },
        { group: qsTr("Conversation"), name: qsTr("New chat"), keys: "Ctrl+N", run: newChat },
        { group: qsTr("Conversation"), name: qsTr("Search conversations"), keys: "Ctrl+K", run: searchWanted },
        { group: qsTr("Conversation"), name: qsTr("Write a message"), keys: "Ctrl+L", run: composerWanted },
        { group: qsTr("Model"), name: qsTr("Open a model file"), keys: "Ctrl+O", run: openFileWanted },
        { group: qsTr("Model"), name: qsTr("Open a model folder"), keys: "Ctrl+Shift+O", run: openFolderWanted },
        { group: qsTr("Window"), name: qsTr("Conversations"), keys: "Ctrl+B", run: () => settings.sidebarVisible = !settings.sidebarVisible },
        { group: qsTr("Window"), name: qsTr("Instruments"), keys: "Ctrl+I", run: () => settings.instrumentsVisible = !settings.instrumentsVisible },
        { group: qsTr("Window"), name: qsTr("Larger"), keys: "Ctrl++", also: ["Ctrl+="], run: () => zoom(settings.zoom + 0.1) },
        { group: qsTr("Window"), name: qsTr("Smaller"), keys: "Ctrl+-", run: () => zoom(settings.zoom - 0.1) },
        { group: qsTr("Window"), name: qsTr("Actual size"), keys: "Ctrl+0", run: () => zoom(1) },
        { group: qsTr("Window"), name: qsTr("Full screen"), keys: "F11", run: fullScreenWanted },
        { group: qsTr("Program"), name: qsTr("Settings"), keys: "Ctrl+,", run: settingsWanted },
        { group: qsTr("Program"), name: qsTr("Keyboard shortcuts"), keys: "F1", also: ["Ctrl+/"], run: shortcutsWanted },
        { group: qsTr("Program"), name: qsTr("Quit"), keys: "Ctrl+Q", run: quitWanted }
    ]

    signal openFileWanted()
    signal openFolderWanted()
    signal searchWanted()
    signal settingsWanted()
    signal shortcutsWanted()
    signal fullScreenWanted()
    signal composerWanted()
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
            context: Qt.WindowShortcut
            enabled: modelData.when === undefined || commands.application.chat.busy
            onActivated: modelData.run()
        }
    }
}
