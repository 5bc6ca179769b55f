import QtQuick
import Halftone.App
import Halftone.Controls

// A model dropped anywhere on the window is opened, other files go with the message. While they are dragged: what they are, and the dots
// grow towards them.
DropArea {
    id: surface

    required property ApplicationViewModel application
    property string name
    property string size                        // of a model: "5.37 GiB"; empty: not known
    property string refusal                     // why nothing is done with it; empty: something is
    property bool attaching: false              // it is no model
    readonly property string use: attaching ? qsTr("Drop to attach to the message") : qsTr("Drop to open this model")

    signal modelDropped(model: url)
    signal filesDropped(files: var)

    signal refused(why: string)

    objectName: "dropSurface"
    keys: ["text/uri-list"]
    onEntered: drag => {
        drag.accepted = drag.hasUrls
        look(drag.urls)
    }
    onDropped: drop => {
        if (!drop.hasUrls)
            return
        drop.accept(Qt.CopyAction)
        look(drop.urls)
        if (refusal !== "")
            refused(refusal)
        else if (attaching)
            filesDropped(drop.urls)
        else
            modelDropped(drop.urls[0])
    }

    function look(urls: list<url>): void {
        name = decodeURIComponent(String(urls[0]).replace(/\/+$/, "").split("/").pop()) + (urls.length > 1 ? " + " + (urls.length - 1) : "")
        refusal = application.dropRefusal(urls)
        attaching = refusal === "" && !application.isModel(urls)
        size = attaching ? "" : application.fileChooser.weightsText(urls[0])
    }

    Rectangle {
        anchors.fill: parent
        visible: surface.containsDrag
        color: Theme.background

        HalftoneFrame {
            anchors { fill: parent; margins: Theme.px(16) }
            color: surface.refusal === "" ? Theme.weights : Theme.others
            pull: surface.containsDrag ? Qt.point(surface.drag.x - Theme.px(16), surface.drag.y - Theme.px(16)) : Qt.point(-1, -1)
        }
        Column {
            anchors.centerIn: parent
            width: Math.min(Theme.px(560), parent.width - Theme.px(120))
            spacing: Theme.px(10)

            Mark {
                anchors.horizontalCenter: parent.horizontalCenter
                size: Theme.px(56)
                color: surface.refusal === "" ? Theme.accent : Theme.others
            }
            Item { width: 1; height: Theme.px(4) }
            Label {
                width: parent.width
                text: surface.name
                font.pixelSize: Theme.px(17)
                font.weight: Font.DemiBold
                wrapMode: Text.WrapAnywhere
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                objectName: "dropVerdict"
                width: parent.width
                text: surface.refusal !== "" ? surface.refusal : surface.size === "" ? surface.use : surface.use + " · " + surface.size
                color: surface.refusal === "" ? Theme.dim : Theme.danger
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
