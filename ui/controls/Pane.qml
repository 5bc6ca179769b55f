import QtQuick
import QtQuick.Templates as T

// A pane beside the conversation. Where there is room it stands there; where there is none it is laid over the conversation for a moment,
// until Esc, a press on the veil, or its key. What it holds moves between the two places and is the same in both.
Item {
    id: pane

    property bool docked: false                 // stands beside
    property bool atEnd: false                  // of the window: the right one, where text runs from the left
    property real span: Theme.px(280)           // how wide it is
    readonly property bool floating: over.visible
    readonly property bool shown: docked || over.opened
    default property alias content: held.data

    signal closed()
    signal unclaimed(event: var)                // a key that nothing in it wanted, while it floats

    visible: docked
    implicitWidth: span
    onDockedChanged: if (docked) over.close()

    function open(): void {
        if (!docked)
            over.open()
    }

    function close(): void {
        over.close()
    }

    FocusScope {
        id: held
        parent: pane.docked ? pane : place
        width: parent ? parent.width : 0
        height: parent ? parent.height : 0
    }
    T.Popup {
        id: over
        parent: T.Overlay.overlay
        x: parent && pane.atEnd !== Theme.rightToLeft ? parent.width - width : 0
        width: Math.min(pane.span, parent ? parent.width - Theme.px(40) : pane.span)
        height: parent ? parent.height : 0
        padding: 0
        modal: true
        focus: true
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
        onAboutToShow: held.forceActiveFocus(Qt.PopupFocusReason)
        onClosed: pane.closed()

        T.Overlay.modal: Rectangle { color: Theme.veil }

        background: Rectangle { color: Theme.pane }
        contentItem: FocusScope {
            id: place
            focus: true
            LayoutMirroring.enabled: Theme.rightToLeft
            LayoutMirroring.childrenInherit: true
            Keys.onPressed: event => pane.unclaimed(event)
        }
        enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
        exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }
    }
}
