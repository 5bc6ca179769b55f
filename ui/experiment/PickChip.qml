import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// One of several that may be chosen together: full where it is.
T.AbstractButton {
    id: chip

    required property bool picked
    property int grid: 0                        // of a precision's mark; 0: none
    property string unit                        // of the number that it says
    property string hint

    implicitWidth: row.implicitWidth + Theme.px(grid > 0 ? 18 : 22)
    implicitHeight: Theme.px(26)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: picked
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.px(6)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            PrecisionMark {
                anchors.verticalCenter: parent.verticalCenter
                visible: chip.grid > 0
                size: Theme.px(12)
                grid: chip.grid
                color: chip.picked ? Theme.weights : Theme.dim
            }
            Figure {
                text: chip.text
                color: chip.picked ? Theme.ink : Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.enabled && (chip.down || chip.hovered) ? Theme.hover : chip.picked ? Theme.well : Theme.pane
        border { width: 1; color: chip.picked ? "transparent" : Theme.line }

        FocusRing { control: chip; radius: height / 2 }
    }
    Hint { shown: (chip.hovered || chip.visualFocus) && chip.hint !== ""; text: chip.hint }
}
