import QtQuick
import Halftone.Controls

// What stands in the way, said where it stands: a sentence, and what there is to know and to do about it.
Rectangle {
    id: notice

    property alias text: sentence.text
    property alias detail: rest.text

    implicitHeight: words.height + Theme.px(24)
    radius: Theme.px(12)
    color: Theme.dangerWell
    border { width: 1; color: Theme.fade(Theme.danger, 0.35) }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text + " " + detail

    Icon {
        id: sign
        anchors { left: parent.left; top: parent.top; leftMargin: Theme.px(12); topMargin: Theme.px(13) }
        name: "warning"
        color: Theme.danger
    }
    Column {
        id: words
        anchors { left: sign.right; right: parent.right; top: parent.top; leftMargin: Theme.px(10); rightMargin: Theme.px(14); topMargin: Theme.px(12) }
        spacing: Theme.px(4)

        Label {
            id: sentence
            width: parent.width
            font.weight: Font.Medium
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            Accessible.ignored: true
        }
        Label {
            id: rest
            width: parent.width
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            lineHeight: 1.25
            horizontalAlignment: Text.AlignLeft
            Accessible.ignored: true
        }
    }
}
