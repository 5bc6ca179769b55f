import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// One precision: the bytes of the weights, of everything, and whether that fits.
T.AbstractButton {
    id: row

    required property int index
    required property string precision
    required property string label
    required property string weightBytes
    required property string totalBytes
    required property bool fits
    required text
    required property bool recommended
    required property real share
    property bool chosen: false

    signal picked()

    implicitHeight: Theme.px(34)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: qsTr("%1: %2 in all, %3").arg(label).arg(totalBytes).arg(text)
    Accessible.checked: chosen
    onClicked: picked()

    contentItem: Item {
        Rectangle {                             // the choice
            id: ring
            anchors { left: parent.left; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            width: Theme.px(16)
            height: width
            radius: width / 2
            color: "transparent"
            border { width: row.chosen ? Theme.px(5) : 1; color: row.chosen ? Theme.accent : Theme.dim }
        }
        Elided {
            id: name
            anchors { left: ring.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            width: Theme.px(150)
            text: row.label
            font.weight: row.chosen || row.recommended ? Font.DemiBold : Font.Normal
            font.pixelSize: Theme.small
        }
        Meter {
            id: meter
            anchors { left: name.right; right: bytes.left; leftMargin: Theme.px(8); rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            visible: width >= Theme.px(40)      // the figures say the same
            value: row.share
            tone: row.fits ? Theme.weights : Theme.danger
            Accessible.ignored: true
        }
        Figure {
            id: bytes
            anchors { right: verdict.left; verticalCenter: parent.verticalCenter }
            width: Theme.px(84)
            text: row.totalBytes
            color: Theme.ink
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
        }
        Elided {
            id: verdict
            anchors { right: parent.right; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            width: Theme.px(136)
            text: row.text
            color: row.fits ? Theme.sideDim : Theme.danger
            horizontalAlignment: Text.AlignRight
            font.family: Theme.figures
            font.pixelSize: Theme.note
        }
    }
    background: Rectangle {
        radius: Theme.px(8)
        color: row.chosen ? Theme.well : row.hovered ? Theme.fade(Theme.well, 0.6) : "transparent"

        FocusRing { control: row; anchors.margins: 0; radius: Theme.px(8) }
    }
}
