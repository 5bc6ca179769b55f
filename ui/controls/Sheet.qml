import QtQuick
import QtQuick.Templates as T

// A page laid over the window for a moment: a title, what it is about, and buttons at the foot. Enter does what the filled one says;
// Up and Down move the choice where there is one, and scroll where there is none. In a narrow window it is the whole window, unless it
// only asks something.
T.Popup {
    id: sheet

    property string title
    property alias footer: foot.data
    default property alias body: content.data
    property bool choosing: false               // has rows to choose from: moved() says by how many

    property bool asks: false                   // a question, not a page
    property real span: Theme.px(560)           // how wide it wants to be
    readonly property bool whole: !asks && parent !== null && parent.width < Theme.px(900)
    readonly property real room: T.Overlay.overlay ? T.Overlay.overlay.height - Theme.px(48) : Theme.px(600)

    signal moved(by: int)

    // Brings an item of the body into the part that is seen.
    function show(item: Item): void {
        scroller.kept = item
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent && !whole ? Math.round(Math.max(Theme.px(24), (parent.height - height) * 0.42)) : 0
    width: whole ? parent.width : Math.min(span, parent ? parent.width - Theme.px(48) : span)
    height: whole ? parent.height : Math.min(room, head.height + scroller.contentHeight + foot.height + Theme.px(foot.visible ? 68 : 48))
    modal: true
    focus: true
    padding: 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    T.Overlay.modal: Rectangle { color: Theme.veil }

    background: Rectangle {
        radius: sheet.whole ? 0 : Theme.px(14)
        color: Theme.pane
        border { width: sheet.whole ? 0 : 1; color: Theme.line }
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

            Elided {
                anchors { left: parent.left; right: close.left; verticalCenter: parent.verticalCenter; rightMargin: Theme.gap }
                text: sheet.title
                font.pixelSize: Theme.px(17)
                font.weight: Font.DemiBold
                elide: Text.ElideMiddle
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
        Flow {
            id: foot
            readonly property real wanted: {
                let sum = -spacing
                for (const button of Array.from(children))
                    sum += button.visible ? button.width + spacing : 0
                return Math.ceil(sum)
            }

            anchors { right: parent.right; bottom: parent.bottom; rightMargin: Theme.px(22); bottomMargin: Theme.px(20) }
            width: Math.min(wanted, sheet.width - Theme.px(44))
            spacing: Theme.gap
            visible: children.length > 0
            height: visible ? implicitHeight : 0
        }
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }
}
