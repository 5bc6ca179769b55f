import QtQuick
import Halftone.App
import Halftone.Controls

// A model dropped anywhere on the window is opened, other files go with the message. While they are dragged: what they are, and the dots
// grow towards them.
DropArea {
    id: surface

    required property DropLook look
    property string name
    readonly property string verdict: {
        switch (look.verdict) {
        case DropLook.Model: return look.size === "" ? qsTr("Drop to open this model") : qsTr("Drop to open this model") + " · " + look.size
        case DropLook.Files: return qsTr("Drop to attach to the message")
        case DropLook.Looking: return qsTr("Looking at it…")
        default: return look.refusal
        }
    }
    readonly property bool refusing: look.verdict === DropLook.Refused

    signal waited(what: string)                 // it was dropped, and cannot be read yet

    objectName: "dropSurface"
    keys: ["text/uri-list"]
    onEntered: drag => {
        drag.accepted = drag.hasUrls
        see(drag.urls)
    }
    onExited: look.forget()
    onDropped: drop => {
        if (!drop.hasUrls)
            return
        drop.accept(Qt.CopyAction)
        see(drop.urls)
        look.take()
        if (look.verdict === DropLook.Looking)
            late.restart()
    }

    function see(urls: list<url>): void {
        name = decodeURIComponent(String(urls[0]).replace(/\/+$/, "").split("/").pop()) + (urls.length > 1 ? " + " + (urls.length - 1) : "")
        look.look(urls)
    }

    Timer {
        id: late
        interval: 300
        onTriggered: if (surface.look.verdict === DropLook.Looking) surface.waited(surface.name)
    }
    Rectangle {
        anchors.fill: parent
        visible: surface.containsDrag
        color: Theme.background

        HalftoneFrame {
            anchors { fill: parent; margins: Theme.px(16) }
            color: surface.refusing ? Theme.others : Theme.weights
            pull: surface.containsDrag ? Qt.point(surface.drag.x - Theme.px(16), surface.drag.y - Theme.px(16)) : Qt.point(-1, -1)
        }
        Column {
            anchors.centerIn: parent
            width: Math.min(Theme.px(560), parent.width - Theme.px(120))
            spacing: Theme.px(10)

            Mark {
                anchors.horizontalCenter: parent.horizontalCenter
                size: Theme.px(56)
                color: surface.refusing ? Theme.others : Theme.accent
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
                text: surface.verdict
                color: surface.refusing ? Theme.danger : Theme.dim
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
