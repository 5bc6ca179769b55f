import QtQuick
import QtQuick.Templates as T

T.Menu {
    id: control

    property var afterwards: undefined          // done once it is gone: going, it gives the focus back to where it was

    function then(act: var): void {
        afterwards = act
    }

    onClosed: {
        const act = afterwards
        afterwards = undefined
        if (act)
            act()
    }

    implicitWidth: Math.max(Theme.px(200), contentItem.implicitWidth + leftPadding + rightPadding)
    implicitHeight: contentHeight + topPadding + bottomPadding
    margins: Theme.px(8)
    padding: Theme.px(5)
    overlap: 1
    delegate: MenuItem { }

    contentItem: MenuEntries { menu: control }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.pane
        border { width: 1; color: Theme.line }
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }
}
