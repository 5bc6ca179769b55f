import QtQuick
import Halftone.App
import Halftone.Attention
import Halftone.Chat
import Halftone.Compare
import Halftone.Controls
import Halftone.Experiment
import Halftone.MemoryMap
import Halftone.Timeline
import Halftone.Tokens

// One conversation, and the ways to look at it: as a chat, or what is behind it. One of them is seen, and has the keys.
Item {
    id: views

    required property ApplicationViewModel application
    property string current: "chat"             // of `list`
    readonly property ViewList list: ViewList { }
    readonly property var looked: place.item
    readonly property Item picture: looked ? stage : null   // of it, as it is exported
    readonly property bool wide: current === "compare"     // it needs all of the width,
    readonly property bool paned: wide || current === "tokens" || current === "attention" || current === "memory-map" || current === "experiment"     // or says itself what the instruments would
    readonly property bool opening: chat.opening

    // Where the user left off; a key that an older or a newer window knew is none.
    Component.onCompleted: {
        if (list.all.some(view => view.key === application.settings.view))
            current = application.settings.view
    }
    onCurrentChanged: application.settings.view = current

    signal openFileWanted()
    signal openFolderWanted()
    signal conversationSettingsWanted()
    signal refused(why: string)
    signal attachWanted()
    signal attachmentShown(content: var)
    signal exportWanted(view: string)

    // Again, and it is the conversation.
    function lookAt(key: string): void {
        current = current === key ? "chat" : key
        takeFocus()
    }

    function write(): void {
        current = "chat"
        takeFocus()
    }

    // Where keys go when nothing else has them.
    function takeFocus(): void {
        if (looked)
            looked.forceActiveFocus(Qt.OtherFocusReason)
        else
            chat.focusComposer()
    }

    // Keys that nobody else has taken.
    function handle(event: var): void {
        event.accepted = false
        if (!looked)
            chat.handle(event)
    }

    // To the version before or after, the head, the turn; false where there is no other version.
    function step(by: int): bool {
        if (!looked)
            return chat.stepVersion(by)
        looked.stepAside(Theme.rightToLeft ? -by : by)
        return true
    }

    function copyPlainly(): void {
        chat.copyPlainly()
    }

    Rectangle {
        id: stage
        anchors.fill: parent
        visible: views.looked
        color: Theme.background
    }
    // Made when it is looked at: what nobody sees costs nothing while replies are written.
    Loader {
        id: place
        parent: stage
        anchors.fill: parent
        focus: true
        sourceComponent: ({ "compare": compare, "experiment": experiment, "tokens": tokens, "attention": attention, "timeline": timeline, "memory-map": memoryMap })[views.current] ?? null
    }
    Binding { target: views.application.compare; property: "active"; value: views.current === "compare" }
    Binding { target: views.application.attention; property: "active"; value: views.current === "attention" }
    Binding { target: views.application.experiment; property: "active"; value: views.current === "experiment" }
    Binding { target: views.application.memoryMap; property: "active"; value: views.current === "memory-map" }
    Binding { target: views.application.timeline.paint; property: "window"; value: views.Window.window }
    Binding { target: views.application.timeline.paint; property: "seen"; value: !views.looked }
    Binding { target: views.application.timeline; property: "active"; value: views.current === "timeline" }
    Binding { target: views.application.whatIf; property: "active"; value: views.current === "memory-map" }
    Component {
        id: compare

        CompareView {
            objectName: "compareView"
            compare: views.application.compare
            device: views.application.engine.deviceBrief
            sendWithEnter: views.application.settings.sendWithEnter
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    Binding { target: views.application.tokens; property: "active"; value: views.current === "tokens" }
    Component {
        id: tokens

        TokensView {
            id: tokensLook
            objectName: "tokensView"
            tokens: views.application.tokens
            composer: Composer {
                chat: views.application.chat
                settings: views.application.settings
                continuesText: views.application.engine.chatTemplate.continuesText
                gauge: views.application.gauge
                engine: views.application.engine
                offer: views.application.offer
                undoOffer: ""
                onLastQuestionWanted: tokensLook.read()
                maximumHeight: views.height * 0.3
                onOpenWanted: views.openFileWanted()
                onRefused: why => views.refused(why)
                onAttachWanted: views.attachWanted()
                onAttachmentShown: content => views.attachmentShown(content)
                onConversationSettingsWanted: views.conversationSettingsWanted()
            }
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    Component {
        id: attention

        AttentionView {
            objectName: "attentionView"
            attention: views.application.attention
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    Component {
        id: timeline

        TimelineView {
            objectName: "timelineView"
            timeline: views.application.timeline
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    Component {
        id: experiment

        ExperimentView {
            objectName: "experimentView"
            experiment: views.application.experiment
            device: views.application.engine.deviceBrief
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    Component {
        id: memoryMap

        MemoryMapView {
            objectName: "memoryMapView"
            map: views.application.memoryMap
            instruments: views.application.instruments
            whatIf: views.application.whatIf
            onBackWanted: views.write()
            onExportWanted: views.exportWanted(views.current)
        }
    }
    ChatView {
        id: chat
        anchors.fill: parent
        visible: !views.looked
        application: views.application
        onOpenFileWanted: views.openFileWanted()
        onOpenFolderWanted: views.openFolderWanted()
        onConversationSettingsWanted: views.conversationSettingsWanted()
        onRefused: why => views.refused(why)
        onAttachWanted: views.attachWanted()
        onAttachmentShown: content => views.attachmentShown(content)
    }
}
