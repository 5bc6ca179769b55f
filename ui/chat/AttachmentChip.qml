import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A file that goes with a message: its name and how large it is, or why it cannot be read. Pressed, it is shown; Delete removes it.
T.Button {
    id: chip

    required property string name
    required property string figure
    required property string cause              // empty: it can be read
    required property bool reading
    required property real share                // of it that is read, 0 … 1
    property bool removable: true
    property real room: Theme.px(320)           // how wide it may be
    property color tone: Theme.well
    readonly property bool refused: cause !== ""
    readonly property string said: qsTr("Attachment %1, %2").arg(Format.isolated(name)).arg(refused ? cause : figure)

    signal removed()

    text: name
    implicitWidth: Math.min(room, row.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.px(30), words.implicitHeight + Theme.px(12))
    leftPadding: Theme.px(9)
    rightPadding: Theme.px(removable ? 3 : 10)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: said
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Keys.onDeletePressed: if (removable) removed()
    Keys.onPressed: event => {
        event.accepted = removable && event.key === Qt.Key_Backspace
        if (event.accepted)
            removed()
    }

    contentItem: Item {
        Row {
            id: row

            readonly property real beside: Theme.px(16) + spacing + (amount.visible ? amount.width + spacing : 0) + (away.visible ? away.width + spacing : 0)
            readonly property real most: chip.room - chip.leftPadding - chip.rightPadding - beside

            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(7)

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: chip.refused ? "warning" : "file"
                color: chip.refused ? Theme.danger : Theme.sideDim
            }
            Column {
                id: words
                anchors.verticalCenter: parent.verticalCenter

                Elided {
                    width: Math.min(implicitWidth, row.most)
                    text: chip.text
                    font.pixelSize: Theme.small
                    elide: Text.ElideMiddle
                    Accessible.ignored: true
                }
                Label {
                    visible: chip.refused
                    width: Math.min(implicitWidth, row.most)
                    text: chip.cause
                    color: Theme.danger
                    font.pixelSize: Theme.note
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    Accessible.ignored: true
                }
            }
            Figure {
                id: amount
                anchors.verticalCenter: parent.verticalCenter
                visible: text !== ""
                text: chip.figure
                hint: qsTr("Tokens of the whole file, by this model's own tokenizer.")
                color: Theme.sideDim
                Accessible.ignored: true
            }
            IconButton {
                id: away
                anchors.verticalCenter: parent.verticalCenter
                visible: chip.removable
                width: Theme.px(24)
                height: Theme.px(24)
                focusPolicy: Qt.NoFocus         // Delete does the same
                icon.name: "close"
                text: qsTr("Remove")
                keys: qsTr("Del")
                Accessible.name: qsTr("%1, remove").arg(chip.said)
                onClicked: chip.removed()
            }
        }
    }
    background: Rectangle {
        radius: Theme.px(8)
        color: chip.down || chip.hovered ? Theme.hover : chip.tone
        border { width: chip.refused ? 1 : 0; color: Theme.fade(Theme.danger, 0.35) }

        Rectangle {                             // fills as it is read
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            visible: chip.reading
            width: parent.width * chip.share
            radius: parent.radius
            color: Theme.fade(Theme.accent, 0.18)
        }
        FocusRing { control: chip; radius: Theme.px(10) }
    }
}
