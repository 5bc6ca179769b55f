import QtQuick
import Halftone.App
import Halftone.Controls

// A model dropped anywhere on the window is opened. While it is dragged: what it is, and the dots grow towards it.
DropArea {
    id: surface

    required property EngineViewModel engine
    required property FileChooser chooser
    property string name
    property string size                        // "5.37 GiB"; empty: not known
    property string refusal                     // why it is not opened; empty: it is

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
        if (refusal === "")
            engine.openModel(drop.urls[0])
        else
            refused(refusal)
    }

    function look(urls: list<url>): void {
        name = decodeURIComponent(String(urls[0]).replace(/\/+$/, "").split("/").pop())
        size = chooser.weightsText(urls[0])
        refusal = urls.length === 1 ? engine.refusal(urls[0]) : qsTr("One model at a time")
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
                text: surface.refusal !== "" ? surface.refusal : surface.size === "" ? qsTr("Drop to open this model") : qsTr("Drop to open this model") + " · " + surface.size
                color: surface.refusal === "" ? Theme.dim : Theme.danger
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
