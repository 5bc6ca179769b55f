import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A token that could have been another one: grows 19 % or rises 17 %
T.Button {
    id: row

    required property int token
    required property string word
    required property string share
    required property string other
    required property string otherShare
    required property bool drawn                // though it was not the likeliest
    property bool chosen: false
    readonly property string hint: qsTr("The model's own probability of the token, before temperature, penalty and cuts.")
    readonly property color quiet: chosen ? Theme.sideDim : Theme.dim

    objectName: "turn" + token
    implicitHeight: Theme.px(32)
    focusPolicy: Qt.TabFocus
    text: qsTr("%1 %2 or %3 %4").arg(Format.isolated(word)).arg(share).arg(Format.isolated(other)).arg(otherShare)
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        Elided {
            anchors { left: parent.left; right: saidShare.left; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
            text: row.word
            color: row.drawn ? Theme.divergence : Theme.ink
            font { family: Theme.mono; pixelSize: Theme.note }
            Accessible.ignored: true
        }
        Figure {
            id: saidShare
            anchors { right: or.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            width: Theme.px(42)
            text: row.share
            hint: row.hint
            color: row.quiet
            horizontalAlignment: Text.AlignRight
            Accessible.ignored: true
        }
        Label {
            id: or
            anchors.centerIn: parent
            text: qsTr("or")
            color: row.quiet
            font.pixelSize: Theme.note
            Accessible.ignored: true
        }
        Elided {
            anchors { left: or.right; right: otherShare.left; leftMargin: Theme.px(8); rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
            text: row.other
            font { family: Theme.mono; pixelSize: Theme.note }
            Accessible.ignored: true
        }
        Figure {
            id: otherShare
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Theme.px(42)
            text: row.otherShare
            hint: row.hint
            color: row.quiet
            horizontalAlignment: Text.AlignRight
            Accessible.ignored: true
        }
    }
    background: Item {
        Rectangle {
            anchors { fill: parent; leftMargin: -Theme.px(8); rightMargin: -Theme.px(8) }
            radius: Theme.px(8)
            color: row.chosen ? Theme.mine : row.hovered ? Theme.well : "transparent"

            FocusRing { control: row; anchors.margins: 0 }
        }
    }
}
