import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A part of the instruments under its name. Where there is no height it folds to a line with its figure, and a press opens it.
Column {
    id: section

    property string name
    property string note                        // beside the name
    property string figure: note                // what the folded line says
    property string hint: ""                    // how it is measured
    property bool low: false                    // there is no height
    property bool opened: false                 // by a press, where there is none
    readonly property bool folded: low && !opened
    default property alias body: content.data

    spacing: Theme.px(8)

    T.Button {
        id: head
        width: parent.width
        implicitHeight: Theme.px(section.low ? 26 : 18)
        focusPolicy: section.low ? Qt.TabFocus : Qt.NoFocus
        text: section.name
        Accessible.name: section.low ? section.name + ": " + section.figure : section.name
        Accessible.role: section.low ? Accessible.Button : Accessible.Heading
        Keys.onReturnPressed: clicked()
        Keys.onEnterPressed: clicked()
        onClicked: if (section.low) section.opened = !section.opened

        contentItem: Item {
            Icon {
                id: arrow
                anchors { left: parent.left; leftMargin: -Theme.px(3); verticalCenter: parent.verticalCenter }
                visible: section.low
                name: "chevron"
                color: Theme.dim
                rotation: !section.folded ? 0 : Theme.rightToLeft ? 90 : -90
            }
            Caption {
                id: caption
                anchors { left: section.low ? arrow.right : parent.left; leftMargin: section.low ? Theme.px(5) : 0; verticalCenter: parent.verticalCenter }
                text: section.name
                Accessible.ignored: true
            }
            Elided {
                anchors { left: caption.right; right: parent.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
                text: section.folded ? section.figure : section.note
                color: section.folded ? Theme.ink : Theme.dim
                font { family: Theme.figures; pixelSize: section.folded ? Theme.small : Theme.note }
                horizontalAlignment: Text.AlignRight
                Accessible.ignored: true
            }
        }
        FocusRing { control: head }
        Hint {
            shown: head.hovered || head.visualFocus
            text: section.hint
        }
    }
    Column {
        id: content
        width: parent.width
        visible: !section.folded
        spacing: section.spacing
    }
}
