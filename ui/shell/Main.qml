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

    readonly property var sheets: [fitSheet, openSheet, modelSheet, settingsSheet, closingSheet, shortcutsSheet, deletedSheet, attachmentSheet]
    readonly property bool covered: sheets.some(sheet => sheet.visible)
    readonly property bool deciding: application.engine.proposal.visible || application.engine.state === EngineViewModel.Switching
    readonly property Item overlay: T.Overlay.overlay
    property bool summoned: false               // the instruments were laid over to ask what a switch may cost

    title: application.chat.title === "" ? "Halftone" : Format.isolated(application.chat.title) + " – Halftone"
    minimumWidth: Math.min(640, Screen.desktopAvailableWidth)
    minimumHeight: Math.min(480, Screen.desktopAvailableHeight)
    color: Theme.background
    LayoutMirroring.enabled: Theme.rightToLeft
    LayoutMirroring.childrenInherit: true

    onDarkChanged: settings.darkNow = dark
    Component.onCompleted: {
        settings.darkNow = dark
        geometry.restore()
        visible = true
        views.takeFocus()
    }
    onClosing: close => {
        geometry.save()
        close.accepted = application.mayClose()
        if (!close.accepted)
            closingSheet.open()
    }

    // What lies over the conversation makes way for what was asked for.
    function makeRoom(): void {
        for (const sheet of sheets)
            sheet.close()
        conversations.close()
        instruments.close()
    }

    function dismissMenus(): void {
        for (const floating of Array.from(overlay.children))
            for (const inner of Array.from(floating.children))
                (inner as MenuEntries)?.menu.dismiss()
    }

    // The key that opens a sheet closes it, too.
    function toggleSheet(sheet: Sheet): void {
        const open = !sheet.visible
        makeRoom()
        if (open)
            sheet.open()
    }

    function toggleConversations(): void {
        if (room.forConversations) {
            makeRoom()
            settings.sidebarVisible = !settings.sidebarVisible
        } else {
            togglePane(conversations)
        }
    }

    function toggleInstruments(): void {
        if (room.forInstruments) {
            makeRoom()
            settings.instrumentsVisible = !settings.instrumentsVisible
        } else {
            togglePane(instruments)
        }
    }

    function togglePane(pane: Pane): void {
        const open = !pane.floating
        makeRoom()
        if (open)
            pane.open()
    }

    function search(): void {
        if (room.forConversations)
            settings.sidebarVisible = true
        conversations.open()
        sidebar.focusSearch()
    }

    function leavePane(pane: Pane): void {
        if (pane.floating)
            pane.close()
        else
            views.takeFocus()
    }

    // What a switch costs is asked in the instruments: they come to be seen, and go when it is decided.
    function summon(): void {
        if (application.engine.proposal.visible && !covered && !instruments.shown) {
            summoned = true
            conversations.close()
            instruments.open()
        }
    }

    onCoveredChanged: summon()
    onDecidingChanged: {
        summon()
        if (!deciding && summoned)
            instruments.close()
    }

    // Words typed while a pane is laid over go where they go otherwise.
    function toComposer(pane: Pane, event: var): void {
        views.handle(event)
        if (event.accepted)
            pane.close()
    }

    // What Esc means where no sheet, menu or field has taken it.
    function stepBack(): void {
        const engine = application.engine
        if (engine.proposal.visible)
            engine.rejectSwitch()
        else if (views.looked)
            views.write()
        else if (application.chat.busy)
            application.chat.stop()
        else if (views.opening || engine.state === EngineViewModel.Switching)
            engine.cancel()
        views.takeFocus()
    }

    SystemPalette { id: system }
    Binding { target: Theme; property: "dark"; value: window.dark }
    Binding { target: Theme; property: "zoom"; value: window.settings.zoom }
    Binding { target: Theme; property: "reducedMotion"; value: window.settings.reducedMotion }
    Binding { target: Theme; property: "rightToLeft"; value: Application.layoutDirection === Qt.RightToLeft }
    Binding {
        target: window.application.instruments
        property: "active"
        value: window.visible && window.visibility !== Window.Minimized     // the header says the memory where the panel does not
    }
    Binding { target: window.application.work; property: "windowActive"; value: window.active }
    Room {
        id: room
        width: window.width
    }

    WindowGeometry {
        id: geometry
        window: window
        settings: window.settings
    }
    Commands {
        id: commands
        application: window.application
        views: views.list.all
        view: views.current
        onActing: window.dismissMenus()
        onRoomWanted: window.makeRoom()
        onOpenFileWanted: dialogs.openFile()
        onOpenFolderWanted: dialogs.openFolder()
        onSearchWanted: window.search()
        onSettingsWanted: window.toggleSheet(settingsSheet)
        onShortcutsWanted: window.toggleSheet(shortcutsSheet)
        onTourWanted: tour.start()
        onConversationsWanted: window.toggleConversations()
        onInstrumentsWanted: window.toggleInstruments()
        onSaid: words => toast.say(words)
        onFullScreenWanted: geometry.toggleFullScreen()
        onExportWanted: chatId => files.exportChat(chatId)
        onViewExportWanted: files.exportView(views.current)
        onImportWanted: files.importChat()
        onAttachWanted: files.attach()
        onViewWanted: key => views.lookAt(key)
        onComposerWanted: views.write()
        onVersionWanted: by => {
            if (!views.step(by))
                toast.say(qsTr("There is no other version"))
        }
        onCopyWanted: views.copyPlainly()
        onQuitWanted: window.close()
    }
    ConversationDialogs {
        id: files
        application: window.application
        look: views.picture
    }
    Connections {
        target: window.application
        function onSaid(words: string): void {
            toast.say(words)
        }
        function onWindowWanted(): void {
            window.makeRoom()
            geometry.bringToFront()
        }
        function onModelWanted(): void {
            dialogs.openFile()
        }
    }
    OpenDialogs {
        id: dialogs
        application: window.application
        onSheetWanted: openSheet.open()
    }

    FocusScope {
        id: desk
        anchors.fill: parent
        focus: true
        Keys.onEscapePressed: window.stepBack()
        Keys.onPressed: event => views.handle(event)

        RowLayout {
            anchors.fill: parent
            spacing: 0

            Pane {
                id: conversations
                objectName: "conversationsPane"
                Layout.fillHeight: true
                docked: room.forConversations && window.settings.sidebarVisible && !views.wide
                span: Theme.px(docked ? 232 : 264)
                onClosed: if (!window.covered) views.takeFocus()
                onUnclaimed: event => window.toComposer(conversations, event)

                Sidebar {
                    id: sidebar
                    anchors.fill: parent
                    application: window.application
                    views: views.list.all
                    view: views.current
                    onViewWanted: key => { conversations.close(); views.lookAt(key) }
                    onNewChatWanted: {
                        window.makeRoom()
                        commands.newChat()
                    }
                    onSettingsWanted: window.toggleSheet(settingsSheet)
                    onExportWanted: chatId => files.exportChat(chatId)
                    onDeletedWanted: window.toggleSheet(deletedSheet)
                    onAwayWanted: window.toggleConversations()
                    onChatOpened: window.leavePane(conversations)
                    onReleased: window.leavePane(conversations)
                }
            }
            Rail {
                Layout.fillHeight: true
                visible: room.forRail && !conversations.docked
                views: views.list.all
                view: views.current
                onViewWanted: key => views.lookAt(key)
                onNewChatWanted: commands.newChat()
                onSearchWanted: window.search()
                onConversationsWanted: window.toggleConversations()
                onSettingsWanted: window.toggleSheet(settingsSheet)
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: 0

                Header {
                    Layout.fillWidth: true
                    engine: window.application.engine
                    instruments: window.application.instruments
                    recentModels: window.application.recentModels
                    conversationsAway: !room.forRail
                    instrumentsAway: !instruments.docked
                    onConversationsWanted: window.toggleConversations()
                    onInstrumentsWanted: window.toggleInstruments()
                    onOpenFileWanted: dialogs.openFile()
                    onOpenFolderWanted: dialogs.openFolder()
                    onDetailsWanted: modelSheet.open()
                }
                Views {
                    id: views
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    application: window.application
                    onOpenFileWanted: dialogs.openFile()
                    onOpenFolderWanted: dialogs.openFolder()
                    onConversationSettingsWanted: settingsSheet.openConversation()
                    onRefused: why => toast.say(why)
                    onAttachWanted: files.attach()
                    onExportWanted: files.exportView(views.current)
                    onAttachmentShown: content => attachmentSheet.show(content)
                }
            }
            Pane {
                id: instruments
                objectName: "instrumentsPane"
                Layout.fillHeight: true
                atEnd: true
                docked: room.forInstruments && window.settings.instrumentsVisible && !views.paned
                span: Theme.px(316)
                onUnclaimed: event => window.toComposer(instruments, event)
                onClosed: {
                    window.summoned = false
                    if (!instruments.docked)
                        window.application.engine.rejectSwitch()    // nobody sees the question any more
                    if (!window.covered)
                        views.takeFocus()
                }

                InstrumentsPanel {
                    anchors.fill: parent
                    engine: window.application.engine
                    instruments: window.application.instruments
                    floating: instruments.floating
                    covered: window.covered
                    onDismissed: instruments.close()
                }
            }
        }

        FocusKeeper {
            anchors.fill: parent
            onReleased: views.takeFocus()
        }
    }
    Tour { id: tour; anchors.fill: parent; application: window.application }
    DropSurface {
        anchors.fill: parent
        look: window.application.dropLook
        onWaited: what => toast.say(qsTr("Looking at %1…").arg(Format.isolated(what)))
    }
    Connections {
        target: window.application.dropLook
        function onModelDropped(model: url): void {
            window.application.engine.openModel(model)
        }
        function onFilesDropped(files: list<url>): void {
            window.application.chat.attachments.attach(files)
            window.makeRoom()
            views.write()
        }
        function onRefused(why: string): void {
            toast.say(why)
        }
    }
    FitSheet {
        id: fitSheet
        engine: window.application.engine
    }
    OpenSheet {
        id: openSheet
        chooser: window.application.fileChooser
        onChosen: model => dialogs.take(model)
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
        application: window.application
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
    DeletedSheet {
        id: deletedSheet
        objectName: "deletedSheet"
        application: window.application
    }
    AttachmentSheet {
        id: attachmentSheet
        page: window.application.attachmentPage
    }
    ShortcutsSheet {
        id: shortcutsSheet
        commands: commands.list
        onTourWanted: tour.start()
    }
    Toast { id: toast }
}
