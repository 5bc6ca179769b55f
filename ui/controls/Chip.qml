import QtQuick
import QtQuick.Templates as T

// A fact in a capsule, with the colour of its category or a meter beside it if it has one; pressed, it opens what it is about.
T.Button {
    id: chip

    property color dot: "transparent"
    property real share: -1                     // of a whole, 0 … 1; below 0: no meter
    property string hint: ""
    property bool open: false                   // what it opens is there

    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    implicitHeight: Theme.px(26)
    leftPadding: Theme.px(10)
    rightPadding: Theme.px(10)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: hint === "" ? text : hint + ": " + text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Keys.onDownPressed: clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.px(7)

            Dot {
                anchors.verticalCenter: parent.verticalCenter
                visible: chip.dot.a > 0
                color: chip.dot
            }
            Meter {
                anchors.verticalCenter: parent.verticalCenter
                visible: chip.share >= 0
                width: Theme.px(30)
                value: chip.share
                tone: Theme.weights
                Accessible.ignored: true
            }
            Figure {
                text: chip.text
                color: Theme.ink
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.down || chip.hovered || chip.open ? Theme.hover : Theme.well
        border { width: 1; color: chip.down || chip.hovered || chip.open ? Theme.line : "transparent" }

        FocusRing { control: chip; radius: height / 2 }
    }
    Hint {
        shown: (chip.hovered || chip.visualFocus) && !chip.open
        text: chip.hint
    }
}
