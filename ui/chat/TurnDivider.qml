import QtQuick
import Halftone.Controls

// What is set otherwise from here on, and what that cost: a quiet line between two turns.
Item {
    id: divider

    required property string text

    implicitHeight: words.implicitHeight + Theme.px(22)

    Figure {
        id: words
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top }
        width: Math.min(implicitWidth, parent.width - Theme.px(60))
        text: divider.text
        hint: qsTr("What is set otherwise from here on; tokens of the prompt that were read again, and the wall time it took.")
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
    Repeater {
        model: 2

        Rectangle {
            required property int index

            anchors.verticalCenter: words.verticalCenter
            x: index === 0 ? 0 : words.x + words.width + Theme.px(12)
            width: Math.max(0, words.x - Theme.px(12))
            height: 1
            color: Theme.line
        }
    }
}
