import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// Where a message is written. Enter sends, Shift+Enter breaks the line; while a reply is written the button stops it.
Item {
    id: composer

    required property ChatViewModel chat
    required property SettingsViewModel settings
    required property EngineViewModel engine
    required property StartOffer offer
    property bool asked: false                  // what Enter starts is drawn above
    readonly property bool idle: engine.state === EngineViewModel.None || engine.state === EngineViewModel.Failed    // there is no model
    readonly property bool working: engine.state === EngineViewModel.Estimating || engine.state === EngineViewModel.Loading || engine.state === EngineViewModel.Switching
    property bool late: false                   // it takes long enough to be stopped
    readonly property string starts: offer.path === "" ? "" : offer.name === "" ? qsTr("the demo model") : Format.isolated(offer.name)
    readonly property string waiting: offer.name === "" ? qsTr("Enter starts the demo model") : qsTr("Enter starts the last model")
    property real maximumHeight: Theme.px(240)

    signal conversationSettingsWanted()
    signal undoWanted()
    signal lastQuestionWanted()
    signal refused()                            // there is something to send, but not now
    signal openWanted()
    signal offered(event: var)                  // a key that may mean what is above

    implicitHeight: Math.max(Theme.px(60), Math.min(maximumHeight, area.contentHeight + Theme.px(39)))

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
        area.paste()
    }

    function suggest(text: string): void {
        area.text = text
        area.cursorPosition = area.length
        take()
    }

    // Without a model, what is written waits for the one that is started.
    function send(): void {
        if (idle && starts !== "")
            return offer.take()
        if (area.text.trim() === "")
            return idle ? openWanted() : undefined
        if (chat.canSend)
            chat.send(area.text.trim())
        else
            refused()
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
    Flickable {
        anchors { left: parent.left; right: buttons.left; top: parent.top; bottom: parent.bottom; margins: Theme.px(4) }
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: area.contentHeight + area.topPadding + area.bottomPadding    // the area itself misses a change of its paddings
        T.TextArea.flickable: MessageArea {
            id: area
            objectName: "composer"
            leftPadding: Theme.px(12)
            rightPadding: Theme.px(12)
            topPadding: Theme.px(16)
            bottomPadding: Theme.px(14)
            placeholderText: composer.idle && composer.starts !== "" ? composer.waiting : composer.chat.canSend || composer.chat.busy || composer.chat.sendHint === "" ? qsTr("Message…") : composer.chat.sendHint
            Accessible.name: qsTr("Message")
            text: composer.chat.draft
            onTextChanged: if (composer.chat.draft !== text) composer.chat.draft = text
            sendWithEnter: composer.settings.sendWithEnter || (composer.idle && length === 0)
            onSent: composer.send()
            Keys.onPressed: event => {          // nothing is chosen here: what is chosen above is meant
                if (event.matches(StandardKey.Undo) && !canUndo)
                    composer.undoWanted()
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
                        area.text = composer.chat.draft
                }
            }
            Connections {
                target: composer
                function onChatChanged(): void {
                    area.text = composer.chat.draft
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
            enabled: composer.chat.busy ? composer.chat.state !== ChatViewModel.Stopping : composer.chat.canSend && area.text.trim() !== ""
            onClicked: composer.chat.busy ? composer.chat.stop() : composer.send()
        }
    }
}
