import QtQuick
import Halftone.Controls

// The conversations where there is no room for them: what one does with them, as drawings.
Rectangle {
    id: rail

    required property var views           // of Views.qml
    required property string view

    signal viewWanted(key: string)
    signal newChatWanted()
    signal searchWanted()
    signal conversationsWanted()
    signal settingsWanted()

    implicitWidth: Theme.px(56)
    color: Theme.side
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Conversations")

    Mark {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.px(16)
    }
    Column {
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.px(58) }
        spacing: Theme.px(6)

        IconButton {
            implicitWidth: Theme.px(36)
            implicitHeight: Theme.px(36)
            icon.name: "plus"
            text: qsTr("New chat")
            keys: "Ctrl N"
            onClicked: rail.newChatWanted()
        }
        IconButton {
            implicitWidth: Theme.px(36)
            implicitHeight: Theme.px(36)
            icon.name: "search"
            text: qsTr("Search")
            keys: "Ctrl K"
            onClicked: rail.searchWanted()
        }
        IconButton {
            objectName: "railConversations"
            implicitWidth: Theme.px(36)
            implicitHeight: Theme.px(36)
            icon.name: "list"
            text: qsTr("Show conversations")
            keys: "Ctrl B"
            onClicked: rail.conversationsWanted()
        }
    }
    Column {
        anchors { horizontalCenter: parent.horizontalCenter; bottom: settings.top; bottomMargin: Theme.px(10) }
        objectName: "railLooks"
        visible: rail.height >= Theme.px(440)
        spacing: Theme.px(2)

        Repeater {
            model: rail.views

            IconButton {
                id: look

                required property var modelData

                objectName: "rail-" + modelData.key
                implicitWidth: Theme.px(36)
                implicitHeight: Theme.px(32)
                text: modelData.name
                keys: modelData.keys.replace("+", " ")
                onClicked: rail.viewWanted(modelData.key)

                LookMark {
                    anchors.centerIn: parent
                    sizes: look.modelData.sizes
                    color: rail.view === look.modelData.key ? Theme.accent : look.tone
                }
            }
        }
    }
    IconButton {
        id: settings
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(14) }
        implicitWidth: Theme.px(36)
        implicitHeight: Theme.px(36)
        icon.name: "gear"
        text: qsTr("Settings")
        keys: "Ctrl ,"
        onClicked: rail.settingsWanted()
    }
    Rule { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } }
}
