import QtQuick
import Halftone.Controls

// Words of a message: Enter sends and Shift+Enter breaks the line, or Ctrl+Enter sends where that is wanted.
TextArea {
    id: area

    required property bool sendWithEnter

    signal sent()

    Keys.onReturnPressed: event => enter(event)
    Keys.onEnterPressed: event => enter(event)

    function enter(event: var): void {
        event.accepted = sendWithEnter ? !(event.modifiers & Qt.ShiftModifier) : event.modifiers & Qt.ControlModifier
        if (event.accepted)
            sent()
    }
}
