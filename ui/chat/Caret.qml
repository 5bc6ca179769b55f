import QtQuick
import Halftone.Controls

// Where a reply is being written.
Rectangle {
    id: caret

    width: Theme.px(4)
    height: Theme.px(16)
    color: Theme.ink
    Accessible.ignored: true
}
