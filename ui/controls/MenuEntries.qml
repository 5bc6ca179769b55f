import QtQuick
import QtQuick.Templates as T

// The entries of a menu, as wide as the longest.
ListView {
    id: entries

    required property T.Menu menu

    implicitWidth: {
        let widest = 0
        for (let i = 0; i < menu.count; ++i)
            widest = Math.max(widest, menu.itemAt(i)?.implicitWidth ?? 0)
        return widest
    }
    implicitHeight: contentHeight
    model: menu.contentModel
    interactive: contentHeight > height
    clip: interactive
    currentIndex: menu.currentIndex
    T.ScrollBar.vertical: ScrollBar { }
}
