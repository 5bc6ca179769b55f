import QtQuick
import Halftone.App
import Halftone.Controls

// A model being looked at or loaded: how far, by bytes, and a way out.
Rectangle {
    id: card

    required property EngineViewModel engine

    objectName: "loadingCard"
    implicitHeight: body.height + Theme.px(40)
    radius: Theme.px(14)
    color: Theme.pane
    border { width: 1; color: Theme.line }

    Column {
        id: body
        x: Theme.px(20)
        y: Theme.px(20)
        width: parent.width - 2 * x
        spacing: Theme.px(14)

        Item {
            width: parent.width
            height: Theme.px(40)

            Mark {
                id: mark
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                size: Theme.px(34)
                busy: card.visible
            }
            Elided {
                anchors { left: mark.right; leftMargin: Theme.px(14); right: cancel.left; top: parent.top }
                text: card.engine.fit.title === "" ? qsTr("Opening the model") : card.engine.fit.title
                font.weight: Font.DemiBold
                font.pixelSize: Theme.px(15)
                elide: Text.ElideMiddle
            }
            Elided {
                anchors { left: mark.right; leftMargin: Theme.px(14); right: cancel.left; bottom: parent.bottom }
                text: card.engine.progressText === "" ? qsTr("reading its description") : card.engine.progressText
                font.pixelSize: Theme.small
                font.family: Theme.figures
                color: Theme.dim
            }
            Button {
                id: cancel
                objectName: "cancelLoading"
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                text: qsTr("Cancel")
                onClicked: card.engine.cancel()
            }
        }
        Meter {
            width: parent.width
            value: card.engine.progress
            tone: Theme.weights
            Accessible.name: card.engine.progressText
        }
    }
}
