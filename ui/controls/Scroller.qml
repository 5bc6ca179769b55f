import QtQuick
import QtQuick.Templates as T

// What is higher than its place: scrolled by wheel, bar and keys, and by the focus, which never leaves the part that is seen.
Flickable {
    id: scroller

    readonly property Item focused: Window.activeFocusItem
    property Item kept: null                    // in sight, all of it, while everything finds its place

    boundsBehavior: Flickable.StopAtBounds
    clip: contentHeight > height
    T.ScrollBar.vertical: ScrollBar { }
    onFocusedChanged: if (focused) settling.restart()
    onKeptChanged: settling.restart()
    onContentHeightChanged: if (kept) settling.restart()
    onHeightChanged: if (kept) settling.restart()

    Timer {
        id: settling
        interval: 0
        onTriggered: {
            scroller.reveal()
            if (scroller.kept)
                scroller.show(scroller.kept, true)
        }
    }

    function scroll(by: real): void {
        contentY = Math.max(0, Math.min(contentHeight - height, contentY + by))
    }

    function reveal(): void {
        let item = focused
        while (item && item !== contentItem)
            item = item.parent
        if (item)
            show(focused, false)
    }

    // Scrolls to an item within; `whole`: to all of it, where a part is seen already.
    function show(item: Item, whole: bool): void {
        const place = item.mapToItem(contentItem, 0, 0)
        const tall = Math.min(item.height, height)
        const slack = whole ? tall : 0
        if (place.y + item.height <= contentY + slack)
            scroll(Math.min(0, place.y - contentY - Theme.gap))
        else if (place.y >= contentY + height - slack)
            scroll(Math.max(0, place.y + tall - contentY - height + Theme.gap))
    }
}
