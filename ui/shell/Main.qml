import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Halftone.App
import Halftone.Chat
import Halftone.Controls
import Halftone.Instruments
import Halftone.Models
import Halftone.Settings

// The window: conversations, the conversation, what it costs. Everything it shows hangs below `application`.
T.ApplicationWindow {
    id: window

    required property ApplicationViewModel application

    readonly property SettingsViewModel settings: application.settings
    readonly property bool dark: settings.theme === "dark" || (settings.theme !== "light" && system.window.hslLightness < 0.5)
    readonly property bool roomForBoth: width >= Theme.px(900)
    readonly property bool showsSidebar: settings.sidebarVisible && width >= Theme.px(620)
    readonly property bool showsInstruments: settings.instrumentsVisible && (roomForBoth || !settings.sidebarVisible)

    readonly property var sheets: [fitSheet, modelSheet, settingsSheet, closingSheet, shortcutsSheet]

    title: application.chat.title === "" ? "Halftone" : Format.isolated(application.chat.title) + " – Halftone"
    minimumWidth: 960
    minimumHeight: 600
    color: Theme.background
    LayoutMirroring.enabled: Theme.rightToLeft
    LayoutMirroring.childrenInherit: true

    onDarkChanged: settings.darkNow = dark
    Component.onCompleted: {
        settings.darkNow = dark
        geometry.restore()
        visible = true
        chatView.focusComposer()
    }
    onClosing: close => {
        geometry.save()
        close.accepted = application.mayClose()
        if (!close.accepted)
            closingSheet.open()
    }

    // What Esc means where no sheet, menu or field has taken it.
    function stepBack(): void {
        const engine = application.engine
        if (engine.proposal.visible)
            engine.rejectSwitch()
        else if (application.chat.busy)
            application.chat.stop()
        else if (chatView.opening || engine.state === EngineViewModel.Switching)
            engine.cancel()
        chatView.focusComposer()
    }

    SystemPalette { id: system }
    Binding { target: Theme; property: "dark"; value: window.dark }
    Binding { target: Theme; property: "zoom"; value: window.settings.zoom }
    Binding { target: Theme; property: "reducedMotion"; value: window.settings.reducedMotion }
    Binding { target: Theme; property: "rightToLeft"; value: Application.layoutDirection === Qt.RightToLeft }
    Binding {
        target: window.application.instruments
        property: "active"
        value: window.showsInstruments && window.visible && window.visibility !== Window.Minimized
    }

    WindowGeometry {
        id: geometry
        window: window
        settings: window.settings
    }
    Commands {
        id: commands
        application: window.application
        onRoomWanted: window.sheets.forEach(sheet => sheet.close())
        onOpenFileWanted: dialogs.openFile()
        onOpenFolderWanted: dialogs.openFolder()
        onSearchWanted: {
            window.settings.sidebarVisible = true
            sidebar.focusSearch()
        }
        onSettingsWanted: settingsSheet.open()
        onShortcutsWanted: shortcutsSheet.open()
        onFullScreenWanted: geometry.toggleFullScreen()
        onComposerWanted: chatView.focusComposer()
        onCopyWanted: chatView.copyPlainly()
        onQuitWanted: window.close()
    }
    OpenDialogs {
        id: dialogs
        engine: window.application.engine
    }

    FocusScope {
        id: desk
        anchors.fill: parent
        focus: true
        Keys.onEscapePressed: window.stepBack()
        Keys.onPressed: event => chatView.handle(event)

        RowLayout {
            anchors.fill: parent
            spacing: 0

            Sidebar {
                id: sidebar
                Layout.fillHeight: true
                Layout.preferredWidth: Theme.px(232)
                visible: window.showsSidebar
                application: window.application
                onNewChatWanted: commands.newChat()
                onSettingsWanted: settingsSheet.open()
                onChatOpened: chatView.focusComposer()
                onReleased: chatView.focusComposer()
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: 0

                Header {
                    Layout.fillWidth: true
                    Layout.preferredHeight: Theme.px(56)
                    engine: window.application.engine
                    recentModels: window.application.recentModels
                    settings: window.settings
                    onOpenFileWanted: dialogs.openFile()
                    onOpenFolderWanted: dialogs.openFolder()
                    onDetailsWanted: modelSheet.open()
                }
                ChatView {
                    id: chatView
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    application: window.application
                    onOpenFileWanted: dialogs.openFile()
                    onOpenFolderWanted: dialogs.openFolder()
                    onConversationSettingsWanted: settingsSheet.openConversation()
                }
            }
            InstrumentsPanel {
                Layout.fillHeight: true
                Layout.preferredWidth: Theme.px(316)
                visible: window.showsInstruments
                engine: window.application.engine
                instruments: window.application.instruments
            }
        }

        FocusKeeper {
            anchors.fill: parent
            onReleased: chatView.focusComposer()
        }
    }
    DropSurface {
        anchors.fill: parent
        onModelDropped: url => window.application.engine.openModel(url)
    }
    FitSheet {
        id: fitSheet
        engine: window.application.engine
    }
    ModelSheet {
        id: modelSheet
        engine: window.application.engine
        onTemplateWanted: settingsSheet.openModel()
    }
    SettingsSheet {
        id: settingsSheet
        settings: window.settings
        chat: window.application.chat
        engine: window.application.engine
        version: window.application.version
        onShortcutsWanted: shortcutsSheet.open()
    }
    ClosingSheet {
        id: closingSheet
        reason: window.application.unsavedText
        onRetried: window.close()
        onInsisted: {
            window.application.closeAnyway()
            window.close()
        }
    }
    ShortcutsSheet {
        id: shortcutsSheet
        commands: commands.list
    }
}
