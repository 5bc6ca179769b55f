import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// A folder or a file to choose from. A press chooses it, a second one takes it.
T.AbstractButton {
    id: row

    required property int index
    required property string fileName
    required property url fileUrl
    required property bool fileIsDir
    required property double fileSize
    required property FileChooser chooser
    property bool chosen: false
    readonly property bool whole: fileIsDir && chosen && chooser.isModel(fileUrl)   // a folder that is a model; asked of the chosen one alone
    readonly property bool inside: fileIsDir && !whole
    readonly property url url: fileUrl

    signal picked()
    signal taken()

    implicitHeight: Theme.px(34)
    focusPolicy: Qt.NoFocus
    text: fileName
    Accessible.role: Accessible.ListItem
    Accessible.name: Format.isolated(fileName) + ", " + (inside ? qsTr("folder") : size.text)
    Accessible.selected: chosen
    onClicked: picked()
    onDoubleClicked: taken()

    contentItem: Item {
        Icon {
            id: sign
            anchors { left: parent.left; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            name: row.fileIsDir ? "folder" : "file"
            color: row.inside ? Theme.sideDim : Theme.accent
        }
        Elided {
            anchors { left: sign.right; right: size.left; leftMargin: Theme.px(10); rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            text: row.fileName
            font.pixelSize: Theme.small
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        Figure {
            id: size
            anchors { right: parent.right; rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
            text: row.inside ? "" : row.whole ? qsTr("a model’s folder") : row.chooser.sizeText(row.fileSize)
            hint: row.fileIsDir ? "" : qsTr("Size of the file on the disk.")
            color: Theme.sideDim
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.px(8)
        color: row.chosen ? Theme.well : row.hovered ? Theme.fade(Theme.well, 0.6) : "transparent"
    }
}
