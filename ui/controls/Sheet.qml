import QtQuick
import QtQuick.Templates as T

// A page laid over the window for a moment: a title, what it is about, and buttons at the foot. Enter does what the filled one says;
// Up and Down move the choice where there is one, and scroll where there is none.
T.Popup {
    id: sheet

    property string title
    property alias footer: foot.data
    default property alias body: content.data
    property bool choosing: false               // has rows to choose from: moved() says by how many

    readonly property real room: T.Overlay.overlay ? T.Overlay.overlay.height - Theme.px(48) : Theme.px(600)

    signal moved(by: int)

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.max(Theme.px(24), (parent.height - height) * 0.42)) : 0
    width: Math.min(Theme.px(560), parent ? parent.width - Theme.px(48) : Theme.px(560))
    height: Math.min(room, head.height + scroller.contentHeight + foot.height + Theme.px(foot.visible ? 68 : 48))
    modal: true
    focus: true
    padding: 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    T.Overlay.modal: Rectangle { color: Theme.veil }

    background: Rectangle {
        radius: Theme.px(14)
        color: Theme.pane
        border { width: 1; color: Theme.line }
    }
    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
        Keys.onReturnPressed: accept()
        Keys.onEnterPressed: accept()
        Keys.onUpPressed: step(-1)
        Keys.onDownPressed: step(1)
        Keys.onPressed: event => {
            if (event.key !== Qt.Key_PageUp && event.key !== Qt.Key_PageDown)
                return
            event.accepted = true
            scroller.scroll((event.key === Qt.Key_PageUp ? -0.9 : 0.9) * scroller.height)
        }

        function accept(): void {
            for (let i = 0; i < foot.children.length; ++i) {
                const button = foot.children[i]
                if (button.kind === "primary" && button.enabled)
                    return button.clicked()
            }
        }

        function step(by: int): void {
            if (sheet.choosing)
                sheet.moved(by)
            else
                scroller.scroll(by * Theme.px(48))
        }

        Item {
            id: head
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(22); topMargin: Theme.px(18) }
            height: Theme.px(30)

            Label {
                anchors { left: parent.left; right: close.left; verticalCenter: parent.verticalCenter; rightMargin: Theme.gap }
                text: sheet.title
                font.pixelSize: Theme.px(17)
                font.weight: Font.DemiBold
                elide: Text.ElideMiddle
                horizontalAlignment: Text.AlignLeft
            }
            IconButton {
                id: close
                anchors { right: parent.right; rightMargin: -Theme.px(6); verticalCenter: parent.verticalCenter }
                icon.name: "close"
                text: qsTr("Close")
                keys: qsTr("Esc")
                onClicked: sheet.close()
            }
        }
        Scroller {
            id: scroller
            anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.visible ? foot.top : parent.bottom }
            anchors { topMargin: Theme.px(12); bottomMargin: foot.visible ? Theme.px(12) : Theme.px(18) }
            contentHeight: content.childrenRect.height

            Item {
                id: content
                x: Theme.px(22)
                width: scroller.width - 2 * x
                height: childrenRect.height
            }
        }
        Row {
            id: foot
            anchors { right: parent.right; bottom: parent.bottom; rightMargin: Theme.px(22); bottomMargin: Theme.px(20) }
            spacing: Theme.gap
            visible: children.length > 0
            height: visible ? Theme.px(34) : 0
        }
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }
}
