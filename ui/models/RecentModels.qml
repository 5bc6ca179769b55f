import QtQuick
import Halftone.App
import Halftone.Controls

// Models opened before, latest first. One that is gone is dim and can be forgotten.
Card {
    id: card

    required property RecentModelsModel recentModels
    required property StartOffer offer
    readonly property int most: 5

    signal chosen(path: string)

    objectName: "recentModels"
    visible: recentModels.count > (offer.demoUsed ? 1 : 0)      // the demo model has a card of its own

    Item {
        width: parent.width
        height: Theme.px(38)

        Caption {
            anchors { left: parent.left; leftMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
            text: qsTr("Recent")
        }
    }
    Repeater {
        model: card.recentModels

        RecentRow {
            width: card.width
            visible: index < card.most && path !== card.offer.demo
            first: path === card.offer.path
            onOpened: card.chosen(path)
            onStarted: card.offer.take()
            onForgotten: card.recentModels.remove(index)
        }
    }
}
