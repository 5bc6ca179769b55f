import QtQuick
import QtQuick.Layouts

// Something to know, said in place: what happened, what to do, and buttons. Its details can be copied.
Rectangle {
    id: banner

    property string tone: "notice"              // "notice", "danger"
    property string text
    property string detail
    property bool copyable: false
    default property alias buttons: row.data

    signal dismissed()
    signal copied()

    implicitHeight: body.implicitHeight + Theme.px(24)
    radius: Theme.px(12)
    color: tone === "danger" ? Theme.dangerWell : Theme.noticeWell
    border { width: 1; color: Theme.fade(tone === "danger" ? Theme.danger : Theme.activations, 0.35) }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text + " " + detail

    RowLayout {
        id: body
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(12) }
        spacing: Theme.px(10)

        Icon {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.px(2)
            name: "warning"
            color: banner.tone === "danger" ? Theme.danger : Theme.activations
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.px(4)

            Label {
                Layout.fillWidth: true
                text: banner.text
                wrapMode: Text.Wrap
                font.weight: Font.Medium
                lineHeight: 1.2
                horizontalAlignment: Text.AlignLeft
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: banner.detail
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                lineHeight: 1.25
                horizontalAlignment: Text.AlignLeft
            }
            Flow {
                id: row
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(4)
                spacing: Theme.gap
                visible: children.length > 0
            }
        }
        IconButton {
            Layout.alignment: Qt.AlignTop
            Layout.margins: -Theme.px(5)
            visible: banner.copyable
            icon.name: "copy"
            text: qsTr("Copy details")
            onClicked: banner.copied()
        }
        IconButton {
            Layout.alignment: Qt.AlignTop
            Layout.margins: -Theme.px(5)
            icon.name: "close"
            text: qsTr("Dismiss")
            onClicked: banner.dismissed()
        }
    }
}
