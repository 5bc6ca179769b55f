import QtQuick
import Halftone.App
import Halftone.Controls

// The model that comes with the program.
Card {
    id: card

    required property StartOffer offer
    readonly property bool first: offer.path === offer.demo     // what Enter starts
    readonly property bool narrow: width < Theme.px(460)

    visible: offer.demo !== ""

    Item {
        width: parent.width
        height: Math.max(words.height + Theme.px(28), Theme.px(72)) + (card.narrow ? start.height + Theme.px(4) : 0)

        Rectangle {
            id: badge
            anchors { left: parent.left; top: parent.top; leftMargin: Theme.px(16); topMargin: Theme.px(16) }
            width: Theme.px(40)
            height: width
            radius: Theme.px(9)
            color: Theme.mine

            Mark {
                anchors.centerIn: parent
                size: Theme.px(26)
                color: Theme.accent
            }
        }
        Column {
            id: words
            anchors { left: badge.right; right: card.narrow ? parent.right : start.left; top: parent.top }
            anchors { leftMargin: Theme.px(14); rightMargin: Theme.px(16); topMargin: Theme.px(14) }
            spacing: Theme.px(3)

            Label {
                width: parent.width
                text: qsTr("Try the demo model")
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
            }
            Label {
                width: parent.width
                text: card.offer.demoParameters === "" ? qsTr("Comes with Halftone, answers at once. It knows a little, and shows everything.")
                                                       : qsTr("Comes with Halftone: %1 parameters, %2, answers at once. It knows a little, and shows everything.")
                                                         .arg(card.offer.demoParameters).arg(card.offer.demoBytes)
                color: Theme.dim
                font.pixelSize: Theme.small
                lineHeight: 1.2
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
            }
        }
        Button {
            id: start
            objectName: "startDemo"
            anchors { right: parent.right; rightMargin: Theme.px(16) }
            y: card.narrow ? parent.height - height - Theme.px(12) : Math.round((parent.height - height) / 2)
            kind: card.first ? "primary" : "plain"
            text: card.first ? qsTr("Start · Enter") : qsTr("Start")
            Accessible.name: qsTr("Start %1").arg(qsTr("the demo model"))
            onClicked: card.offer.takeDemo()
        }
    }
}
