import QtQuick
import Halftone.App
import Halftone.Controls

// A text of several lines with its label.
Column {
    id: field

    property alias label: name.text
    property string content

    signal edited(text: string)

    spacing: Theme.px(7)

    Label {
        id: name
        width: parent.width
        horizontalAlignment: Text.AlignLeft
    }
    TextArea {
        id: area
        width: parent.width
        height: Math.max(Theme.px(84), Math.min(Theme.px(200), contentHeight + 2 * padding))
        padding: Theme.px(11)
        clip: true
        Accessible.name: field.label
        text: field.content
        onEditingFinished: field.edited(text)

        EmojiField {
            anchors.fill: parent
            document: area.textDocument
            origin: Qt.point(area.leftPadding, area.topPadding)
            pixelSize: area.font.pixelSize
        }

        background: Rectangle {
            radius: Theme.radius
            color: Theme.dark ? Theme.background : Theme.pane
            border { width: area.activeFocus ? 2 : 1; color: area.activeFocus ? Theme.accent : Theme.line }
        }
    }
}
