import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// What may be wider than its place: moved sideways by bar, wheel with Shift, and keys.
Flickable {
    id: scroller

    readonly property bool needed: contentWidth > width + 0.5

    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    interactive: needed
    clip: true
    activeFocusOnTab: needed
    T.ScrollBar.horizontal: ScrollBar { }
    Keys.onLeftPressed: move(-Theme.px(48))
    Keys.onRightPressed: move(Theme.px(48))

    function move(by: real): void {
        contentX = Math.max(0, Math.min(contentWidth - width, contentX + by))
    }

    WheelHandler {
        acceptedModifiers: Qt.ShiftModifier
        orientation: Qt.Vertical
        target: null
        enabled: scroller.needed
        onWheel: event => scroller.move(-event.angleDelta.y / 2)
    }
    Rectangle {
        parent: scroller
        anchors.fill: parent
        visible: scroller.activeFocus
        radius: Theme.px(6)
        color: "transparent"
        border { width: 2; color: Theme.accent }
    }
}
