import QtQuick
import Halftone.Controls

// A model dropped anywhere on the window is opened.
DropArea {
    id: surface

    signal modelDropped(model: url)

    keys: ["text/uri-list"]
    onEntered: drag => drag.accepted = drag.hasUrls && drag.urls.length === 1
    onDropped: drop => {
        if (drop.hasUrls) {
            drop.accept(Qt.CopyAction)
            surface.modelDropped(drop.urls[0])
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: surface.containsDrag
        color: Theme.fade(Theme.background, 0.92)

        Rectangle {
            anchors { fill: parent; margins: Theme.px(16) }
            radius: Theme.px(14)
            color: "transparent"
            border { width: Theme.px(2); color: Theme.accent }
        }
        Column {
            anchors.centerIn: parent
            spacing: Theme.px(16)

            Mark {
                anchors.horizontalCenter: parent.horizontalCenter
                size: Theme.px(56)
                color: Theme.accent
            }
            Label {
                text: qsTr("Drop to open this model")
                font.pixelSize: Theme.px(17)
                font.weight: Font.DemiBold
            }
        }
    }
}
