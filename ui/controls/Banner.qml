import QtQuick

// Something to know, said in place: what happened, what to do, and buttons. Its details can be copied.
Rectangle {
    id: banner

    property string tone: "notice"              // "notice", "danger", "quiet"
    property string icon: "warning"
    readonly property color ink: tone === "danger" ? Theme.danger : tone === "quiet" ? Theme.dim : Theme.activations
    property string text
    property string detail
    property bool copyable: false
    property bool dismissible: true
    default property alias buttons: row.data

    signal dismissed()
    signal copied()

    implicitHeight: body.implicitHeight + Theme.px(24)
    radius: Theme.px(12)
    color: tone === "danger" ? Theme.dangerWell : tone === "quiet" ? Theme.pane : Theme.noticeWell
    border { width: 1; color: Theme.fade(ink, 0.35) }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text + " " + detail

    Icon {
        id: mark
        anchors { left: parent.left; top: parent.top; margins: Theme.px(12); topMargin: Theme.px(14) }
        name: banner.icon
        color: banner.ink
    }
    Column {
        id: body
        anchors { left: mark.right; right: corner.left; top: parent.top; margins: Theme.px(12); leftMargin: Theme.px(10); rightMargin: Theme.px(10) }
        spacing: Theme.px(4)

        Label {
            width: parent.width
            text: banner.text
            wrapMode: Text.Wrap
            font.weight: Font.Medium
            lineHeight: 1.2
            horizontalAlignment: Text.AlignLeft
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: banner.detail
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            lineHeight: 1.25
            horizontalAlignment: Text.AlignLeft
        }
        Flow {
            id: row
            width: parent.width
            topPadding: Theme.px(4)
            spacing: Theme.gap
            visible: children.length > 0
        }
    }
    Row {
        id: corner
        anchors { right: parent.right; top: parent.top; margins: Theme.px(7) }

        IconButton {
            visible: banner.copyable
            icon.name: "copy"
            text: qsTr("Copy details")
            onClicked: banner.copied()
        }
        IconButton {
            visible: banner.dismissible
            icon.name: "close"
            text: qsTr("Dismiss")
            onClicked: banner.dismissed()
        }
    }
}
