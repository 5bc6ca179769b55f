import QtQuick
import Halftone.App
import Halftone.Controls

// Words of a message: Enter sends and Shift+Enter breaks the line, or Ctrl+Enter sends where that is wanted.
TextArea {
    id: area

    required property bool sendWithEnter
    property real seenFrom: 0                   // the part of it that is in sight: nothing is drawn elsewhere
    property real seen: height

    signal sent()

    EmojiField {
        y: area.seenFrom
        width: area.width
        height: area.seen
        document: area.textDocument
        origin: Qt.point(area.leftPadding, area.topPadding - y)
        pixelSize: area.font.pixelSize
    }

    Keys.onReturnPressed: event => enter(event)
    Keys.onEnterPressed: event => enter(event)

    function enter(event: var): void {
        event.accepted = sendWithEnter ? !(event.modifiers & Qt.ShiftModifier) : event.modifiers & Qt.ControlModifier
        if (event.accepted)
            sent()
    }
}
