import QtQuick

// A short fact in a capsule, with the colour of its category if it has one.
Rectangle {
    id: chip

    property alias text: label.text
    property color dot: "transparent"
    property string hint: ""

    implicitWidth: row.implicitWidth + Theme.px(20)
    implicitHeight: Theme.px(25)
    radius: height / 2
    color: Theme.well
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.px(7)

        Dot {
            anchors.verticalCenter: parent.verticalCenter
            visible: chip.dot.a > 0
            color: chip.dot
        }
        Label {
            id: label
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    HoverHandler { id: pointer }
    Hint {
        shown: pointer.hovered
        text: chip.hint
    }
}
