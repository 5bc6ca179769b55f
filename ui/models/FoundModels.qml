import QtQuick
import Halftone.App
import Halftone.Controls

// Models that other programs keep on this machine. The card is there once the first is found.
Card {
    id: card

    required property FoundModelsModel foundModels
    readonly property int few: 3
    property bool all: false

    signal chosen(path: string)

    visible: foundModels.count > 0

    Item {
        width: parent.width
        height: Theme.px(38)

        Caption {
            anchors { left: parent.left; leftMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
            text: qsTr("Found on this machine")
        }
        Label {
            anchors { right: again.left; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
            visible: card.foundModels.looking
            text: qsTr("looking…")
            color: Theme.dim
            font.pixelSize: Theme.note
        }
        IconButton {
            id: again
            objectName: "lookAgain"
            anchors { right: parent.right; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
            icon.name: "again"
            text: qsTr("Look again")
            enabled: !card.foundModels.looking
            onClicked: card.foundModels.look()
        }
    }
    Repeater {
        model: card.foundModels

        Item {
            id: item

            required property int index
            required property string name
            required property string path
            required property string place
            required property string format
            required property string bytes
            required property string verdict
            required property string spoken
            required property bool fits
            required property int grid

            width: card.width
            height: rule.height + row.implicitHeight
            visible: card.all || index < card.few

            Rule { id: rule; width: parent.width }
            ModelRow {
                id: row
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                name: item.name
                detail: item.place + " · " + item.format
                note: item.path
                bytes: item.bytes
                verdict: item.verdict
                spoken: item.spoken
                fits: item.fits
                grid: item.grid
                told: item.place
                onOpened: card.chosen(item.path)
            }
        }
    }
    Item {
        width: parent.width
        height: Theme.px(40)
        visible: card.foundModels.count > card.few

        Rule { width: parent.width }
        Button {
            objectName: "moreFound"
            anchors { left: parent.left; leftMargin: Theme.px(7); verticalCenter: parent.verticalCenter }
            kind: "quiet"
            text: card.all ? qsTr("Fewer") : qsTr("Show %1 more").arg(card.foundModels.count - card.few)
            onClicked: card.all = !card.all
        }
    }
}
