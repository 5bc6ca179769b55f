import QtQuick
import QtQuick.Templates as T

// What is higher than its place: scrolled by wheel, bar and keys, and by the focus, which never leaves the part that is seen.
Flickable {
    id: scroller

    readonly property Item focused: Window.activeFocusItem

    boundsBehavior: Flickable.StopAtBounds
    clip: contentHeight > height
    T.ScrollBar.vertical: ScrollBar { }
    onFocusedChanged: if (focused) settling.restart()

    Timer {
        id: settling
        interval: 0
        onTriggered: scroller.reveal()
    }

    function scroll(by: real): void {
        contentY = Math.max(0, Math.min(contentHeight - height, contentY + by))
    }

    function reveal(): void {
        let item = focused
        while (item && item !== contentItem)
            item = item.parent
        if (!item)
            return
        const place = focused.mapToItem(contentItem, 0, 0)
        if (place.y + focused.height <= contentY)
            scroll(place.y - contentY - Theme.gap)
        else if (place.y >= contentY + height)
            scroll(place.y + Math.min(focused.height, height) - contentY - height + Theme.gap)
    }
}
