import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Controls
import Halftone.Models

// The open conversation: what there is to know above it, the messages, the composer below.
Item {
    id: view

    required property ApplicationViewModel application
    readonly property ChatViewModel chat: application.chat
    readonly property EngineViewModel engine: application.engine
    readonly property bool empty: chat.messages.count === 0
    readonly property bool opening: engine.state === EngineViewModel.Loading || engine.state === EngineViewModel.Estimating
    readonly property real mostSaid: 0.25 * height     // of what there is to know, at once: the composer stays in sight
    readonly property real columnWidth: Math.min(Theme.columnWidth, width - 2 * Theme.px(24))

    signal openFileWanted()
    signal openFolderWanted()
    signal conversationSettingsWanted()
    signal refused(why: string)
    signal attachWanted()
    signal attachmentShown(content: var)

    function copyPlainly(): void {
        messages.copyPlainly()
    }

    function focusComposer(): void {
        composer.take()
    }

    function stepVersion(by: int): bool {
        return messages.stepVersion(by)
    }

    // A key that nobody under the focus wanted.
    function handle(event: var): void {
        if (event.matches(StandardKey.Undo) && application.undo.visible)
            event.accepted = undo()
        else if (event.accepted = messages.handle(event))
            return
        else if (event.accepted = event.matches(StandardKey.Paste))
            composer.paste()
        else if (event.accepted = isWritten(event))
            composer.write(event.text)
    }

    // The last deletion; false where there is none to be undone any more.
    function undo(): bool {
        const there = application.undo.visible
        application.undo.perform()
        return there
    }

    function isWritten(event: var): bool {
        return event.text !== "" && event.text >= " " && event.text !== "\u007f"
               && !(event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier | Qt.GroupSwitchModifier))
    }

    // The button that asked is gone with the reply it stood under: the next words go into the composer, not into nothing.
    Connections {
        target: view.chat
        function onStateChanged(): void {
            if (view.chat.state === ChatViewModel.Queued && view.mayTakeFocus())
                composer.take()
        }
    }

    // Unless something is being typed elsewhere: into the search, not into a message that is replaced.
    function mayTakeFocus(): bool {
        const focused = view.Window.activeFocusItem
        for (let item = focused; item; item = item.parent)
            if (item === messages)
                return true
        return focused?.cursorPosition === undefined  // qmllint disable type
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Scroller {
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredWidth: view.columnWidth
            Layout.preferredHeight: Math.min(contentHeight, view.mostSaid)
            contentHeight: banners.visible ? banners.height : 0

            Banners {
                id: banners
                width: parent.width
                application: view.application
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            MessageList {
                id: messages
                anchors.fill: parent
                visible: !view.empty
                chat: view.chat
                columnWidth: view.columnWidth
                settings: view.application.settings
                onAttachmentShown: content => view.attachmentShown(content)
            }
            WelcomePage {
                id: welcome
                objectName: "welcome"
                anchors.fill: parent
                visible: view.empty && view.engine.modelName === "" && !view.opening
                recentModels: view.application.recentModels
                foundModels: view.application.foundModels
                offer: view.application.offer
                onOpenFileWanted: view.openFileWanted()
                onOpenFolderWanted: view.openFolderWanted()
                onModelChosen: path => view.engine.openPath(path)
            }
            EmptyChat {
                anchors.fill: parent
                visible: view.empty && view.engine.modelName !== "" && !view.opening
                modelName: view.engine.modelName
                continuesText: view.engine.chatTemplate.continuesText
                onSuggested: text => composer.suggest(text)
            }
            LoadingCard {
                anchors.horizontalCenter: parent.horizontalCenter
                y: view.empty ? Math.round((parent.height - height) / 2) : parent.height - height - Theme.px(8)
                width: Math.min(Theme.px(440), view.columnWidth)
                visible: view.opening
                engine: view.engine
            }
        }
        Scroller {
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredWidth: view.columnWidth
            Layout.preferredHeight: Math.min(contentHeight, view.mostSaid)
            Layout.topMargin: Theme.px(8)
            visible: view.chat.notice.visible
            contentHeight: notice.implicitHeight

            NoticeBanner {
                id: notice
                objectName: "notice"
                width: parent.width
                notice: view.chat.notice
            }
        }
        Composer {
            id: composer
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredWidth: view.columnWidth
            Layout.topMargin: Theme.px(12)
            Layout.bottomMargin: Theme.px(20)
            maximumHeight: view.height * 0.4
            chat: view.chat
            settings: view.application.settings
            continuesText: view.engine.chatTemplate.continuesText
            engine: view.engine
            offer: view.application.offer
            asked: welcome.visible
            onOpenWanted: view.openFileWanted()
            undoOffer: view.application.undo.visible ? view.application.undo.text : ""
            onUndoWanted: view.undo()
            onLastQuestionWanted: {
                if (welcome.visible)
                    welcome.focusLast()
                else
                    messages.editLastQuestion()
            }
            gauge: view.application.gauge
            onRefused: why => view.refused(why)
            onAttachWanted: view.attachWanted()
            onAttachmentShown: content => view.attachmentShown(content)
            onOffered: event => event.accepted = messages.handle(event)
            onConversationSettingsWanted: view.conversationSettingsWanted()
        }
    }
}
