import QtQuick
import Halftone.App
import Halftone.Controls

// How sure the model was of each token, and what else it could have said: the reply with a line below each, and from any the way on.
FocusScope {
    id: view

    required property TokensViewModel tokens
    property Component composer: null           // where the next question is written: take(), write(text)
    readonly property bool shown: tokens.state === TokensViewModel.Shown
    readonly property bool broad: width >= Theme.px(1100)
    readonly property var pad: paper.item

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Tokens")
    Keys.onPressed: event => handle(event)

    function stepAside(by: int): void {
        tokens.stepVersion(by)
    }

    function handle(event: var): void {
        const forwards = tokens.rightToLeft ? -1 : 1
        event.accepted = true
        if (event.matches(StandardKey.Undo) && tokens.undoable)
            tokens.undo()
        else if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier))
            event.accepted = false
        else
            event.accepted = step(event.key, event.modifiers & Qt.ShiftModifier ? -1 : 1, forwards) || write(event.text)
    }

    // Keys are the reply's from here on, not the next question's.
    function read(): void {
        if (shown)
            reading.take()
    }

    // Letters that mean nothing here begin the next question.
    function write(text: string): bool {
        const written = pad !== null && text >= " " && text !== "\u007f"
        if (written)
            pad.write(text)
        return written
    }

    function step(key: int, fork: int, forwards: int): bool {
        if (!shown && key !== Qt.Key_BracketLeft && key !== Qt.Key_BracketRight)
            return false
        switch (key) {
        case Qt.Key_Left: reading.move(-forwards); return true
        case Qt.Key_Right: reading.move(forwards); return true
        case Qt.Key_Up: reading.rise(1); return true
        case Qt.Key_Down: reading.rise(-1); return true
        case Qt.Key_Home: tokens.token = 0; return true
        case Qt.Key_End: tokens.token = tokens.count - 1; return true
        case Qt.Key_F: tokens.stepFork(fork); return true
        case Qt.Key_BracketLeft: tokens.stepReply(-1); return true
        case Qt.Key_BracketRight: tokens.stepReply(1); return true
        case Qt.Key_Return: case Qt.Key_Enter: reading.accept(); return true
        case Qt.Key_Escape: return reading.close()
        }
        return false
    }

    ViewHeader {
        id: header
        anchors { left: parent.left; top: parent.top }
        width: view.width - (side.visible ? side.width : 0)
        name: qsTr("Tokens")
        seen: qsTr("A model does not write words: token by token it says how likely each of its vocabulary is, and one is drawn. The line below a token says how sure it was of that one, heavier where it was less.")
        tries: [qsTr("Press F: it goes to the next fork, where two tokens were nearly alike. Enter shows what else could have been said; another Enter goes on from there."),
                qsTr("Set the temperature to 0 and answer again: dotted lines are gone, since the likeliest is always taken. At 1.5 there are many."),
                qsTr("Ask for a fact, then for a poem, and compare perplexity and entropy: a fact leaves little to choose from.")]
        exports: view.shown && view.tokens.count > 0
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        ReplyChooser {
            tokens: view.tokens
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        }
    }
    Scroller {
        id: scroller
        objectName: "tokensScroller"
        anchors { left: parent.left; top: header.bottom; bottom: paper.top; leftMargin: Theme.px(16) }
        width: header.width - 2 * Theme.px(16)
        visible: view.shown
        contentHeight: column.height + 2 * Theme.px(20)

        Column {
            id: column
            x: Math.round((scroller.width - width) / 2)
            y: Theme.px(20)
            width: Math.min(scroller.width, Theme.columnWidth)
            spacing: Theme.px(24)

            Reading {
                id: reading
                width: parent.width
                tokens: view.tokens
                scroller: scroller
            }
            Loader {
                width: parent.width
                active: !view.broad

                sourceComponent: DoubtPane {
                    objectName: "doubtBelow"
                    tokens: view.tokens
                    onTurned: token => reading.open(token)
                }
            }
        }
    }
    Loader {
        id: paper
        readonly property real start: Theme.rightToLeft ? view.width - header.width : 0

        x: Math.round(start + (header.width - width) / 2)
        anchors { bottom: parent.bottom; bottomMargin: Theme.px(20) }
        width: Math.min(header.width - 2 * Theme.px(16), Theme.columnWidth)
        sourceComponent: view.composer
    }
    Rectangle {
        id: side
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: Theme.px(316)
        visible: view.broad && view.tokens.replies > 0
        color: Theme.pane

        Rule { anchors { left: parent.left; top: parent.top; bottom: parent.bottom } }
        Scroller {
            id: sideScroller
            anchors { fill: parent; leftMargin: Theme.px(10); rightMargin: Theme.px(4) }
            contentHeight: doubt.height + 2 * doubt.y

            Loader {
                id: doubt
                x: Theme.px(8)
                y: Theme.px(18)
                width: sideScroller.width - Theme.px(20)
                active: view.broad

                sourceComponent: DoubtPane {
                    objectName: "doubtPane"
                    tokens: view.tokens
                    onTurned: token => reading.open(token)
                }
            }
        }
    }
    Waiting {
        objectName: "tokensHint"
        x: Math.round((Theme.rightToLeft ? view.width - header.width : 0) + (header.width - width) / 2)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(header.width - 2 * Theme.px(24), Theme.px(460))
        visible: !view.shown
        tokens: view.tokens
    }
}
