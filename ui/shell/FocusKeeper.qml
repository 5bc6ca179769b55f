import QtQuick

// Where keys go when nobody has asked for them: the composer. A press outside a text field leaves the field; a control that vanishes
// under the focus gives it back. Lies above everything and takes nothing.
Item {
    id: keeper

    readonly property Item focused: Window.activeFocusItem
    property Item before: null
    property bool fallen: false                 // to the scope around what vanished
    readonly property bool lost: fallen || !focused?.parent || !focused.visible

    signal released()

    onFocusedChanged: {
        fallen = before && !before.visible && isWithin(before, focused)
        before = focused
    }
    onLostChanged: settling.restart()

    Timer {
        id: settling
        interval: 0
        onTriggered: keeper.giveBack()
    }

    function giveBack(): void {
        if (lost)                               // and nobody has taken it since
            released()
    }

    function isWithin(item: Item, scope: Item): bool {
        while (item && item !== scope)
            item = item.parent
        return item !== null
    }

    function isField(item: var): bool {
        return item?.cursorPosition !== undefined
    }

    PointHandler {
        acceptedButtons: Qt.LeftButton | Qt.RightButton
        onActiveChanged: {
            if (!active || (keeper.isField(keeper.focused) && keeper.focused.contains(keeper.focused.mapFromItem(keeper, point.position.x, point.position.y))))
                return
            keeper.released()
        }
    }
}
