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
    required property string quality
    required property string qualityKind
    required property bool poor
    property real measured: 0                   // how far its quality is measured, 0 to 1
    property bool chosen: false

    signal picked()

    readonly property bool narrow: width < Theme.px(560)    // the quality moves under the name

    implicitHeight: Theme.px(narrow ? 48 : 34)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: qsTr("%1: %2 in all, %3, perplexity %4 %5").arg(label).arg(totalBytes).arg(text).arg(quality).arg(qualityKind)
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
            anchors { left: ring.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter; verticalCenterOffset: row.narrow ? -Theme.px(9) : 0 }
            width: Math.min(Theme.px(150), row.width - Theme.px(46 + 76 + 126 + 18))
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
            anchors { right: verdict.left; rightMargin: row.narrow ? 0 : worth.width; verticalCenter: parent.verticalCenter }
            width: Theme.px(76)
            text: row.totalBytes
            hint: qsTr("Expected: weights, the cache of the chosen context, activations and workspace together.")
            color: Theme.ink
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
        }
        Item {                                  // what it costs in quality
            id: worth
            readonly property real below: row.mirrored ? name.x + name.width - width : name.x
            readonly property real beside: row.mirrored ? verdict.x + verdict.width : verdict.x - width
            x: row.narrow ? below : beside
            anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: row.narrow ? Theme.px(10) : 0 }
            width: row.narrow ? kind.width + Theme.px(5) + ratio.width : Theme.px(126)
            height: ratio.height

            Label {
                id: kind
                anchors { right: parent.right; baseline: ratio.baseline }
                text: row.qualityKind
                color: Theme.dim
                font.pixelSize: Theme.note
            }
            Figure {
                id: ratio
                objectName: "quality-" + row.precision
                anchors { right: kind.left; rightMargin: Theme.px(row.qualityKind === "" ? 0 : 5) }
                text: row.quality
                hint: qsTr("Perplexity by that of the weights as stored, on the same text; below 1 is better.")
                color: row.poor ? Theme.danger : Theme.ink
                font.pixelSize: Theme.small
            }
        }
        Elided {
            id: verdict
            anchors { right: parent.right; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            width: Theme.px(126)
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

        Rectangle {
            x: row.mirrored ? parent.width - width : 0
            width: parent.width * row.measured
            height: parent.height
            radius: parent.radius
            visible: row.measured > 0
            color: Theme.fade(Theme.accent, 0.16)
        }
        FocusRing { control: row; anchors.margins: 0; radius: Theme.px(8) }
    }
}
