import QtQuick
import Halftone.App
import Halftone.Controls

// Conversations deleted within the last 30 days: each can be had back. Enter deletes nothing.
Sheet {
    id: sheet

    required property ApplicationViewModel application
    readonly property ChatListModel chats: application.deletedChats
    property bool asking: false

    title: qsTr("Recently deleted")
    onClosed: asking = false
    footer: [
        Button {
            kind: sheet.asking ? "danger" : "quiet"
            visible: sheet.chats.count > 0
            text: sheet.asking ? qsTr("Delete all of them for good") : qsTr("Delete for good…")
            onClicked: {
                if (sheet.asking)
                    sheet.application.purgeDeleted()
                sheet.asking = !sheet.asking
            }
        },
        Button {
            kind: "primary"
            focus: true
            text: sheet.asking ? qsTr("Keep them") : qsTr("Close")
            onClicked: sheet.asking ? sheet.asking = false : sheet.close()
        }
    ]

    Column {
        width: parent.width
        spacing: Theme.px(6)

        Label {
            width: parent.width
            wrapMode: Text.Wrap
            lineHeight: 1.3
            horizontalAlignment: Text.AlignLeft
            color: Theme.dim
            text: sheet.chats.count > 0 ? qsTr("They are kept for 30 days, then removed from this computer.") : qsTr("Nothing was deleted within the last 30 days.")
        }
        Repeater {
            model: sheet.chats

            Item {
                id: entry

                required property string chatId
                required property string title
                required property string preview

                width: parent.width
                height: Theme.px(46)

                Elided {
                    id: name
                    anchors { left: parent.left; right: restore.left; rightMargin: Theme.gap; top: parent.top; topMargin: Theme.px(3) }
                    text: entry.title
                }
                Elided {
                    anchors { left: name.left; right: name.right; top: name.bottom; topMargin: Theme.px(1) }
                    text: entry.preview
                    color: Theme.dim
                    font.pixelSize: Theme.note
                }
                Button {
                    id: restore
                    objectName: "restore"
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    text: qsTr("Restore")
                    Accessible.name: qsTr("Restore “%1”").arg(entry.title)
                    onClicked: sheet.application.restoreChat(entry.chatId)
                }
            }
        }
    }
}
