import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A conversation in the sidebar: opens, renames in place, duplicates, deletes (which can be undone).
T.ItemDelegate {
    id: row

    required property int index
    required property string chatId
    required property string title
    required property bool rightToLeft
    required property string excerpt
    property bool chosen: false
    property bool renaming: false
    readonly property bool current: ListView.isCurrentItem && ListView.view.activeFocus

    signal opened()
    signal renamed(title: string)
    signal duplicated()
    signal exported()
    signal deleted()

    implicitHeight: Theme.px(excerpt === "" ? 38 : 72)
    leftPadding: Theme.px(10)
    rightPadding: Theme.px(10)
    focusPolicy: Qt.NoFocus
    text: title === "" ? qsTr("New chat") : title
    Accessible.role: Accessible.ListItem
    Accessible.name: text
    Accessible.selected: chosen
    onClicked: opened()
    Keys.onReturnPressed: opened()
    Keys.onEnterPressed: opened()
    Keys.onDeletePressed: deleted()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F2)
            rename()
        else if (event.key === Qt.Key_Menu)
            menu.popup(row, row.width / 2, row.height)
        else
            return
        event.accepted = true
    }

    function rename(): void {
        ListView.view.currentIndex = index      // which takes the focus when it changes
        editor.text = title                     // not what was typed and given up before
        renaming = true
        editor.forceActiveFocus()
        editor.selectAll()
    }

    contentItem: Item {
        Elided {
            id: name
            anchors { left: parent.left; right: more.visible ? more.left : parent.right; verticalCenter: parent.verticalCenter }
            anchors.verticalCenterOffset: row.excerpt === "" ? 0 : -Theme.px(18)
            LayoutMirroring.enabled: Theme.rightToLeft
            visible: !row.renaming
            text: row.text
            horizontalAlignment: row.title !== "" && row.rightToLeft !== Theme.rightToLeft ? Text.AlignRight : Text.AlignLeft
            color: row.title === "" ? Theme.sideDim : Theme.ink
        }
        Label {
            id: found
            anchors { left: parent.left; right: parent.right; top: name.bottom; topMargin: Theme.px(2) }
            objectName: "excerpt"
            visible: row.excerpt !== "" && !row.renaming
            text: row.excerpt
            textFormat: Text.StyledText
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            color: Theme.sideDim
            font.pixelSize: Theme.note
            horizontalAlignment: Text.AlignLeft

            HoverHandler { id: pointer }
            Hint {
                shown: pointer.hovered && found.truncated && !menu.visible
                text: Format.plain(row.excerpt)
            }
        }
        IconButton {
            id: more
            anchors { right: parent.right; rightMargin: -Theme.px(6); verticalCenter: name.verticalCenter }
            implicitHeight: Theme.px(row.excerpt === "" ? 26 : 20)
            implicitWidth: Theme.px(26)
            visible: !row.renaming && (row.hovered || menu.visible || row.current)
            icon.name: "more"
            text: qsTr("Actions for “%1”").arg(Format.isolated(row.text))
            onClicked: menu.popup(more, 0, more.height)
        }
    }
    background: Rectangle {
        radius: Theme.px(9)
        color: row.chosen ? Theme.pane : row.hovered ? Theme.hover : "transparent"
        border { width: row.chosen ? 1 : 0; color: Theme.line }

        FocusRing { control: row; shown: row.current && !row.renaming; anchors.margins: 0; radius: Theme.px(9) }
    }
    TextField {
        id: editor
        anchors.fill: parent
        visible: row.renaming
        text: row.title
        placeholderText: qsTr("Title")
        Keys.onReturnPressed: finish(true)      // what the field accepts it also passes on, and the row would open
        Keys.onEnterPressed: finish(true)
        onActiveFocusChanged: if (!activeFocus) finish(false)
        Keys.onEscapePressed: finish(false)

        function finish(keep: bool): void {
            if (!row.renaming)
                return
            if (activeFocus)                    // else the list would remember a field that is gone
                row.forceActiveFocus(Qt.TabFocusReason)
            row.renaming = false
            if (keep && text.trim() !== "")
                row.renamed(text.trim())
        }
    }
    Item {                                      // beside the row's own button, which would take the right click as a press
        anchors.fill: parent
        Accessible.ignored: true

        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: point => menu.popup(row, point.position.x, point.position.y)
        }
    }
    Menu {
        id: menu

        MenuItem { text: qsTr("Rename"); keys: "F2"; onTriggered: menu.then(row.rename) }
        MenuItem { text: qsTr("Duplicate"); onTriggered: row.duplicated() }
        MenuItem { text: qsTr("Export…"); onTriggered: row.exported() }
        MenuRule { }
        MenuItem { text: qsTr("Delete"); keys: "Del"; grave: true; onTriggered: row.deleted() }
    }
}
