import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// The messages. The view follows the end while a reply is written, unless the reader has scrolled up.
Item {
    id: area

    Accessible.ignored: true                    // the list within has the name

    required property ChatViewModel chat
    required property real columnWidth
    required property SettingsViewModel settings

    signal attachmentShown(content: var)

    onChatChanged: list.follow()

    Connections {
        target: area.chat
        function onStateChanged(): void {
            if (area.chat.state === ChatViewModel.Queued)
                list.follow()
        }
        function onRevealed(row: int): void {
            list.following = false
            list.positionViewAtIndex(row, ListView.Center)
            lighting.row = row
            lighting.restart()
        }
    }

    // In its place: the message stays where it is on the screen, whatever becomes of what follows.
    function showVersion(row: int, version: int): void {
        const place = list.itemAtIndex(row)?.y - list.contentY
        list.following = false
        chat.showVersion(row, version)
        list.forceLayout()
        const item = list.itemAtIndex(row)
        if (item && !isNaN(place))
            list.contentY = Math.max(list.originY, item.y - place)
        else
            list.positionViewAtIndex(row, ListView.Center)      // it was out of sight
        list.returnToBounds()
    }

    // Of the message that has the focus, else of the last that has versions.
    function stepVersion(by: int): bool {
        for (let row = focusedRow(); row >= 0; --row) {
            if (chat.messages.versionsAt(row) < 2)
                continue
            const next = chat.messages.versionAt(row) + by
            if (next < 1 || next > chat.messages.versionsAt(row))
                return false
            showVersion(row, next)
            return true
        }
        return false
    }

    function editLastQuestion(): void {
        for (let row = list.count - 1; row >= 0; --row) {
            const item = list.itemAtIndex(row) as MessageDelegate
            if (item?.role === "user")
                return item.edit()
        }
    }

    function focusedRow(): int {
        for (let item = area.Window.activeFocusItem; item; item = item.parent)
            if (item instanceof MessageDelegate)
                return item.index
        return list.count - 1
    }

    // What is chosen goes to the clipboard; false where nothing is.
    function copy(asMarkdown: bool): bool {
        const words = selection.copied(asMarkdown)
        if (words !== "")
            chat.copyToClipboard(words)
        return words !== ""
    }

    // As text alone; where nothing is chosen, the last reply.
    function copyPlainly(): void {
        if (!copy(false))
            chat.copyText(chat.messages.count - 1)
    }

    // Keys that mean what is read, not what is written; true where one did.
    function handle(event: var): bool {
        if (event.matches(StandardKey.Copy))
            return copy(true)
        if (event.matches(StandardKey.SelectAll))
            return selection.selectAll()
        if (event.text >= " " && !(event.modifiers & Qt.ControlModifier))
            selection.reading = -1
        return false
    }

    ListView {
        id: list
        objectName: "messages"

        property bool following: true
        property int before: 0
        readonly property real distance: contentHeight + originY - height - contentY   // to the end

        anchors.fill: parent
        model: area.chat.messages
        cacheBuffer: Math.max(1200, 2 * height)
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: false
        clip: true
        activeFocusOnTab: true
        keyNavigationEnabled: false
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages")

        header: Item { implicitHeight: Theme.px(26) }
        footer: Item { implicitHeight: Theme.px(12) }
        delegate: MessageDelegate {
            width: ListView.view.width
            columnWidth: area.columnWidth
            chat: area.chat
            settings: area.settings
            last: index === ListView.view.count - 1
            onVersionWanted: version => area.showVersion(index, version)
            onAttachmentShown: content => area.attachmentShown(content)
        }

        onContentHeightChanged: if (following) settling.restart()
        onHeightChanged: if (following) settling.restart()
        onCountChanged: {
            if (before === 0)                   // it has come from the disk
                follow()
            before = count
        }
        onMovementStarted: following = false
        onMovementEnded: following = distance < Theme.px(40)
        Component.onCompleted: follow()

        Timer {
            id: settling
            interval: 0
            onTriggered: if (list.following) list.positionViewAtEnd()
        }

        // Of the message that has the focus, else of the one that was pressed last.
        function openMenu(): void {
            let item = Window.activeFocusItem
            while (item && !(item instanceof MessageDelegate))
                item = item.parent
            const row = selection.reading >= 0 && selection.reading < count ? selection.reading : count - 1
            menu.openFor(item ?? itemAtIndex(row), null, Qt.point(Theme.px(24), Theme.px(24)))
        }

        Timer {                                 // once its height is known
            id: lighting

            property int row: -1

            interval: 0
            onTriggered: list.light(row)
        }

        function light(row: int): void {
            following = false
            positionViewAtIndex(row, ListView.Center)
            const item = itemAtIndex(row) as MessageDelegate
            if (item)
                item.light()
        }

        function follow(): void {
            following = true
            settling.restart()                  // a list that is laying out its rows must not be moved: it would make all between
        }

        function page(by: real): void {
            following = false
            contentY = Math.max(originY, Math.min(originY + contentHeight - height, contentY + by))
            following = distance < Theme.px(40)
        }

        Keys.onPressed: event => {
            switch (event.key) {
            case Qt.Key_PageUp: page(-0.9 * height); break
            case Qt.Key_PageDown: page(0.9 * height); break
            case Qt.Key_Up: page(-Theme.px(48)); break
            case Qt.Key_Down: page(Theme.px(48)); break
            case Qt.Key_Home: page(-contentHeight); break
            case Qt.Key_End: follow(); break
            case Qt.Key_Menu: openMenu(); break
            case Qt.Key_F10:
                if (!(event.modifiers & Qt.ShiftModifier))
                    return
                openMenu()
                break
            default: return
            }
            event.accepted = true
        }

        T.ScrollBar.vertical: ScrollBar {
            onPressedChanged: list.following = !pressed && list.distance < Theme.px(40)
        }
    }
    Rectangle {                                 // the keyboard scrolls here
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom; margins: Theme.px(2) }
        objectName: "messagesFocus"
        visible: list.activeFocus
        width: Theme.px(3)
        radius: width / 2
        color: Theme.accent
    }
    Selection {
        id: selection
        anchors.fill: parent
        list: list
        messages: area.chat.messages
        onMenuWanted: (message, spot) => {
            const text = textAt(spot.x, spot.y)
            menu.openFor(message, text, mapToItem(text ?? message, spot))
        }
    }
    MessageMenu {
        id: menu
        chat: area.chat
        selection: selection
    }
    Button {
        anchors { bottom: parent.bottom; horizontalCenter: parent.horizontalCenter; bottomMargin: Theme.px(6) }
        objectName: "jumpToEnd"
        raised: true
        visible: opacity > 0
        opacity: !list.following && list.distance > Theme.px(80) ? 1 : 0
        icon.name: "down"
        text: qsTr("Jump to the end")
        onClicked: list.follow()

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
    }
}
