import QtQuick
import Halftone.Controls

// What belongs together on a page: one line around it, its rows one below the other.
Rectangle {
    id: card

    default property alias content: column.data
    property alias spacing: column.spacing

    implicitHeight: column.height
    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }

    Column {
        id: column
        width: parent.width
    }
}
