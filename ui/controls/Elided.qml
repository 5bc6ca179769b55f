import QtQuick

// Text on one line: what finds no room is cut, and the whole is read in a hint.
Label {
    id: line

    property bool quiet: false                  // something is open that the hint would lie behind

    elide: Text.ElideRight
    horizontalAlignment: Text.AlignLeft

    HoverHandler {
        id: pointer
        enabled: line.truncated
    }
    Hint {
        shown: pointer.hovered && line.truncated && !line.quiet
        text: line.text
    }
}
