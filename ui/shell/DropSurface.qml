import QtQuick
import Halftone.App
import Halftone.Controls

// A model dropped anywhere on the window is opened; other files go with the message.
DropArea {
    id: surface

    required property ApplicationViewModel application
    property bool attaching: false              // what is dragged is no model

    signal modelDropped(model: url)
    signal filesDropped(files: var)

    keys: ["text/uri-list"]
    onEntered: drag => {
        drag.accepted = drag.hasUrls
        attaching = !application.isModel(drag.urls)
    }
    onDropped: drop => {
        if (drop.hasUrls) {
            drop.accept(Qt.CopyAction)
            if (attaching)
                surface.filesDropped(drop.urls)
            else
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
                text: surface.attaching ? qsTr("Drop to attach to the message") : qsTr("Drop to open this model")
                font.pixelSize: Theme.px(17)
                font.weight: Font.DemiBold
            }
        }
    }
}
