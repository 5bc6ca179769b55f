import QtQuick
import QtQuick.Templates as T

// The entries of a menu, as wide as the longest. Its size is known before it is shown: a menu that grows while it opens leaves the window.
ListView {
    id: entries

    required property T.Menu menu

    implicitWidth: {
        let widest = 0
        for (let i = 0; i < menu.count; ++i)
            widest = Math.max(widest, menu.itemAt(i)?.implicitWidth ?? 0)
        return widest
    }
    implicitHeight: {
        let sum = 0
        for (let i = 0; i < menu.count; ++i)
            sum += menu.itemAt(i)?.implicitHeight ?? 0
        return sum
    }
    model: menu.contentModel
    interactive: contentHeight > height
    clip: interactive
    currentIndex: menu.currentIndex
    T.ScrollBar.vertical: ScrollBar { }
}
