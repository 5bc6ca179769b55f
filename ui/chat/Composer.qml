import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// Where a message is written. Enter sends, Shift+Enter breaks the line; while a reply is written the button stops it.
Item {
    id: composer

    objectName: "composerPaper"
    required property ChatViewModel chat
    required property SettingsViewModel settings
    required property bool continuesText        // sent as it stands: a line may be meant to begin anew
    required property DraftGauge gauge
    required property EngineViewModel engine
    required property StartOffer offer
    property bool asked: false                  // what Enter starts is drawn above
    readonly property bool idle: engine.state === EngineViewModel.None || engine.state === EngineViewModel.Failed    // there is no model
    readonly property bool working: engine.state === EngineViewModel.Estimating || engine.state === EngineViewModel.Loading || engine.state === EngineViewModel.Switching
    property bool late: false                   // it takes long enough to be stopped
    readonly property string starts: offer.path === "" ? "" : offer.name === "" ? qsTr("the demo model") : Format.isolated(offer.name)
    readonly property string waiting: idle && starts !== "" ? (offer.name === "" ? qsTr("Enter starts the demo model") : qsTr("Enter starts the last model"))
                                      : chat.canSend || chat.busy ? "" : chat.sendHint
    required property string undoOffer          // a deletion, by its banner; unless something was typed after it, it comes first
    property bool typedSince: false
    property real maximumHeight: Theme.px(240)

    onUndoOfferChanged: typedSince = false

    signal conversationSettingsWanted()
    signal undoWanted()
    signal lastQuestionWanted()
    signal refused(why: string)                 // there is something to send, but not now
    signal attachWanted()
    signal attachmentShown(content: var)
    signal openWanted()
    signal offered(event: var)                  // a key that may mean what is above

    readonly property bool written: area.text.trim() !== "" || chat.attachments.sendable
    readonly property real above: strip.visible ? strip.height + Theme.px(8) : 0

    implicitHeight: Math.max(Theme.px(60) + above, Math.min(maximumHeight, area.wanted + Theme.px(39) + above))

    function take(): void {
        area.forceActiveFocus(Qt.ShortcutFocusReason)
    }

    // What was typed or pasted while nothing took it.
    function write(text: string): void {
        take()
        area.remove(area.selectionStart, area.selectionEnd)
        area.insert(area.cursorPosition, text)
    }

    function paste(): void {
        take()
        area.pasteHere()
    }

    function suggest(text: string): void {
        area.show(text)
        take()
    }

    // Without a model, what is written waits for the one that is started.
    function send(): void {
        if (idle && starts !== "")
            offer.take()
        else if (idle && !written)
            openWanted()
        else if (chat.attachments.reading)
            refused(qsTr("An attachment is still being read."))
        else if (!written)
            return
        else if (chat.canSend)
            chat.send(continuesText ? area.text : area.text.trim())
        else
            refused(chat.sendHint)
    }

    onWorkingChanged: late = false
    Timer {
        interval: 300
        running: composer.working
        onTriggered: composer.late = true
    }
    Repeater {                                  // the only shadow there is
        model: 4

        Rectangle {
            required property int index

            anchors { fill: parent; margins: -index; topMargin: 1 - index; bottomMargin: -2 - index }
            radius: Theme.px(14) + index
            color: Theme.dark ? "#0E000000" : "#051D1D22"
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.px(14)
        color: Theme.pane
        border { width: area.activeFocus ? 2 : 1; color: area.activeFocus ? Theme.fade(Theme.accent, 0.75) : Theme.line }
    }
    AttachmentStrip {
        id: strip
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(12); bottomMargin: 0 }
        height: implicitHeight
        maximumHeight: Math.max(Theme.px(32), composer.maximumHeight - Theme.px(90))
        attachments: composer.chat.attachments
        gauge: composer.gauge
        onShown: content => composer.attachmentShown(content)
        onReleased: composer.take()
    }
    Flickable {
        id: paper
        anchors { left: parent.left; right: buttons.left; top: parent.top; bottom: parent.bottom; margins: Theme.px(4); topMargin: Theme.px(4) + composer.above }
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: area.wanted + area.topPadding + area.bottomPadding    // the area itself misses a change of its paddings
        T.TextArea.flickable: MessageArea {
            id: area
            objectName: "composer"
            seenFrom: paper.contentY
            seen: paper.height
            leftPadding: Theme.px(12)
            rightPadding: Theme.px(12)
            topPadding: Theme.px(16)
            bottomPadding: Theme.px(14)
            placeholderText: composer.waiting !== "" ? composer.waiting
                             : composer.continuesText ? qsTr("The beginning of a text, or more of it…") : qsTr("Message…")
            Accessible.name: qsTr("Message")
            text: composer.chat.draft
            onTextChanged: if (composer.chat.draft !== text) {
                composer.chat.draft = text
                composer.typedSince = true
            }
            sendWithEnter: composer.settings.sendWithEnter || (composer.idle && length === 0)
            onSent: composer.send()

            function show(draft: string): void {    // to be gone on with
                text = draft
                cursorPosition = length
            }

            function pasteHere(): void {        // files are attached
                if (!composer.chat.attachments.attachCopied())
                    paste()
            }

            Keys.onPressed: event => {          // nothing is chosen here: what is chosen above is meant
                if (event.matches(StandardKey.Undo) && (!canUndo || (composer.undoOffer !== "" && !composer.typedSince)))
                    composer.undoWanted()
                else if (event.matches(StandardKey.Paste))
                    pasteHere()
                else if (event.key === Qt.Key_Up && !event.modifiers && length === 0)
                    composer.lastQuestionWanted()
                else if (selectedText === "")
                    return composer.offered(event)
                else
                    return
                event.accepted = true
            }

            Connections {
                target: composer.chat
                function onDraftChanged(): void {
                    if (area.text !== composer.chat.draft)
                        area.show(composer.chat.draft)
                }
            }
            Connections {
                target: composer
                function onChatChanged(): void {
                    area.show(composer.chat.draft)
                }
            }
        }
        T.ScrollBar.vertical: ScrollBar { }
    }
    Row {
        id: buttons
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.px(13) }
        spacing: Theme.px(6)

        IconButton {
            objectName: "attachButton"
            anchors.verticalCenter: parent.verticalCenter
            icon.name: "clip"
            text: qsTr("Attach files")
            keys: "Ctrl Shift A"
            onClicked: composer.attachWanted()
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            icon.name: "sliders"
            text: qsTr("System prompt and sampling")
            onClicked: composer.conversationSettingsWanted()
        }
        Button {                                // never a composer without a way out
            objectName: "startButton"
            kind: composer.asked ? "plain" : "primary"
            visible: composer.idle
            text: composer.starts === "" ? qsTr("Open a model") : composer.asked ? qsTr("Start") : qsTr("Start · Enter")
            Accessible.name: composer.starts === "" ? text : qsTr("Start %1").arg(composer.starts)
            onClicked: composer.starts === "" ? composer.openWanted() : composer.offer.take()

            Hint {
                shown: parent.hovered || parent.visualFocus
                text: composer.starts === "" ? "" : parent.Accessible.name
            }
        }
        Button {
            objectName: "cancelWork"
            visible: composer.late && !composer.chat.busy
            text: qsTr("Cancel · Esc")
            onClicked: composer.engine.cancel()
        }
        Button {
            objectName: "sendButton"
            kind: "primary"
            visible: !composer.idle && (!composer.late || composer.chat.busy)
            text: composer.chat.busy ? qsTr("Stop · Esc") : qsTr("Send")
            enabled: composer.chat.busy ? composer.chat.state !== ChatViewModel.Stopping : composer.chat.canSend && composer.written && !composer.chat.attachments.reading
            onClicked: composer.chat.busy ? composer.chat.stop() : composer.send()
        }
    }
    Figure {                                    // in the margin below: it comes and goes, and nothing moves
        id: figure
        objectName: "draftGauge"
        anchors { right: parent.right; top: parent.bottom; rightMargin: Theme.px(14); topMargin: Theme.px(2) }
        visible: text !== ""
        text: composer.gauge.text
        color: composer.gauge.excess > 0 ? Theme.danger : Theme.dim
        hint: composer.gauge.tooltip
        Accessible.name: text
    }
}
