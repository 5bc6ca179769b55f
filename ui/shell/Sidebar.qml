import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// The conversations: a new one, a search, the rest by day.
Rectangle {
    id: sidebar

    required property ApplicationViewModel application
    required property var views           // of Views.qml
    required property string view

    signal viewWanted(key: string)
    signal newChatWanted()
    signal settingsWanted()
    signal deletedWanted()
    signal exportWanted(chatId: string)
    signal awayWanted()
    signal chatOpened()
    signal released()

    color: Theme.side
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Conversations")

    function focusSearch(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
        search.selectAll()
    }

    Row {
        id: brand
        x: Theme.rightToLeft ? parent.width - width - Theme.px(20) : Theme.px(20)
        y: Theme.px(19)
        spacing: Theme.px(12)

        Mark { anchors.verticalCenter: parent.verticalCenter }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: "Halftone"
            font.pixelSize: Theme.px(16)
            font.weight: Font.DemiBold
        }
    }
    IconButton {
        objectName: "hideConversations"
        anchors { right: parent.right; rightMargin: Theme.px(12); verticalCenter: brand.verticalCenter }
        icon.name: "sidebar"
        text: qsTr("Hide conversations")
        keys: "Ctrl B"
        onClicked: sidebar.awayWanted()
    }
    Column {
        id: tools
        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.px(60); leftMargin: Theme.px(12); rightMargin: Theme.px(12) }
        spacing: Theme.px(8)

        Button {
            width: parent.width
            implicitHeight: Theme.px(40)
            text: qsTr("New chat")
            keys: "Ctrl N"
            onClicked: sidebar.newChatWanted()
        }
        TextField {
            id: search
            objectName: "search"
            width: parent.width
            implicitHeight: Theme.px(40)
            placeholderText: qsTr("Search")
            keys: "Ctrl K"
            onTextEdited: sidebar.application.chats.filter = text
            Keys.onEscapePressed: {
                clear()
                sidebar.application.chats.filter = ""
                sidebar.released()
            }
            Keys.onDownPressed: chats.forceActiveFocus(Qt.TabFocusReason)
            onAccepted: if (chats.count > 0) {
                sidebar.application.openFound(sidebar.application.chats.idAt(0))
                sidebar.chatOpened()
            }

            readonly property string filter: sidebar.application.chats.filter
            onFilterChanged: if (filter === "")
                clear()
        }
    }
    ListView {
        id: chats
        objectName: "chats"
        anchors { left: parent.left; right: parent.right; top: tools.bottom; bottom: looks.top }
        anchors { topMargin: Theme.px(6); bottomMargin: Theme.px(8); leftMargin: Theme.px(12); rightMargin: Theme.px(12) }
        clip: true
        model: sidebar.application.chats
        boundsBehavior: Flickable.StopAtBounds
        currentIndex: -1
        activeFocusOnTab: count > 0 || activeFocus
        keyNavigationEnabled: true
        spacing: Theme.px(2)
        section.property: "section"
        section.delegate: Caption {
            required property string section
            width: ListView.view.width
            height: Theme.px(38)
            topPadding: Theme.px(10)
            leftPadding: Theme.px(10)
            rightPadding: Theme.px(10)
            text: section
            color: Theme.sideDim
            horizontalAlignment: Text.AlignLeft
        }
        delegate: ChatRow {
            width: ListView.view.width
            chosen: chatId === sidebar.application.currentChatId
            onOpened: {
                sidebar.application.openFound(chatId)
                sidebar.chatOpened()
            }
            onRenamed: title => sidebar.application.renameChat(chatId, title)
            onExported: sidebar.exportWanted(chatId)
            onDuplicated: sidebar.application.duplicateChat(chatId)
            onDeleted: sidebar.application.deleteChat(chatId)
        }
        T.ScrollBar.vertical: ScrollBar { }
        onActiveFocusChanged: if (activeFocus && currentIndex < 0)
            currentIndex = Math.max(0, sidebar.application.chats.rowOf(sidebar.application.currentChatId))
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Conversations")

        Label {
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(10) }
            visible: chats.count === 0 && sidebar.application.chats.filter !== ""
            text: qsTr("Nothing found")
            color: Theme.sideDim
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignLeft
        }
    }
    LookInside {
        id: looks
        objectName: "lookInside"
        anchors { left: parent.left; right: parent.right; bottom: deletedButton.top; leftMargin: Theme.px(12); rightMargin: Theme.px(12) }
        visible: sidebar.height >= Theme.px(560)    // else by their keys alone
        height: visible ? implicitHeight : 0
        views: sidebar.views
        current: sidebar.view
        onChosen: key => sidebar.viewWanted(key)
    }
    Button {
        id: deletedButton
        objectName: "deletedButton"
        anchors { left: parent.left; right: parent.right; bottom: settingsButton.top; margins: Theme.px(12); bottomMargin: 0 }
        kind: "quiet"
        height: visible ? Theme.px(36) : 0
        visible: sidebar.application.deletedChats.count > 0
        text: qsTr("Recently deleted")
        onClicked: sidebar.deletedWanted()
    }
    Button {
        id: settingsButton
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(12) }
        kind: "quiet"
        implicitHeight: Theme.px(40)
        text: qsTr("Settings")
        keys: "Ctrl ,"
        onClicked: sidebar.settingsWanted()
    }
    Rule { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } }
}
