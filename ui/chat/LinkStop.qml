import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// Where the keyboard reaches the links of a text: Tab and arrows go from one to the next, Enter opens. It lies above the text and takes
// no presses.
T.Control {
    id: stop

    required property SelectableText text
    property var links: []
    property int current: 0
    readonly property var link: links[current] ?? null
    readonly property var lines: {              // the places of its words, a rectangle for each line
        text.width; text.contentHeight          // reasons to look again
        const places = []
        for (let at = link?.start ?? 0; link && at <= link.end; ++at) {
            const letter = text.positionToRectangle(at), line = places[places.length - 1]
            if (line && Math.abs(line.y - letter.y) < 1) {
                line.left = Math.min(line.left, letter.x)
                line.right = Math.max(line.right, letter.x)
            } else {
                places.push({ y: letter.y, height: letter.height, left: letter.x, right: letter.x })
            }
        }
        return places.filter(line => line.right > line.left)
    }

    objectName: "linkStop"
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Link
    Accessible.name: link?.words ?? qsTr("Links")
    Accessible.description: link?.href ?? ""
    Accessible.onPressAction: open()
    onActiveFocusChanged: if (activeFocus) {
        find()
        go(focusReason === Qt.BacktabFocusReason ? links.length - 1 : 0)
    }
    Keys.onPressed: event => {
        const onwards = text.effectiveHorizontalAlignment === TextEdit.AlignRight ? Qt.Key_Left : Qt.Key_Right
        switch (event.key) {
        case Qt.Key_Tab: case Qt.Key_Down: event.accepted = go(current + 1); break
        case Qt.Key_Backtab: case Qt.Key_Up: event.accepted = go(current - 1); break
        case Qt.Key_Left: case Qt.Key_Right: event.accepted = go(current + (event.key === onwards ? 1 : -1)); break
        case Qt.Key_Return: case Qt.Key_Enter: open(); event.accepted = true
        }
    }

    function find(): void {
        links = finder.find(text.textDocument)
        current = Math.max(0, Math.min(current, links.length - 1))
    }

    // False where there is no such link: then the key means what it means elsewhere.
    function go(to: int): bool {
        if (to < 0 || to >= links.length)
            return false
        current = to
        reveal()
        return true
    }

    function open(): void {
        if (link)
            text.linkOpened(link.href)
    }

    // Into the part of the list that is seen.
    function reveal(): void {
        let list = parent
        while (list && !(list instanceof ListView))
            list = list.parent
        const letter = text.positionToRectangle(link.start), y = text.mapToItem(list, 0, letter.y).y
        if (y < 0 || y + letter.height > list.height) {
            list.following = false
            list.contentY = Math.max(list.originY, Math.min(list.originY + list.contentHeight - list.height, list.contentY + y - list.height / 3))
        }
    }

    TextLinks { id: finder }
    Connections {
        target: stop.activeFocus ? stop.text : null
        function onTextChanged(): void { stop.find() }
    }
    Repeater {
        model: stop.visualFocus ? stop.lines : []

        Rectangle {
            id: mark

            required property var modelData
            required property int index

            objectName: "linkFocus"
            x: modelData.left - Theme.px(2)
            y: modelData.y - Theme.px(1)
            width: modelData.right - modelData.left + Theme.px(4)
            height: modelData.height + Theme.px(2)
            radius: Theme.px(4)
            color: "transparent"
            border { width: 2; color: Theme.accent }

            Hint {
                shown: mark.index === 0
                text: stop.link ? stop.text.row?.hintOf(stop.link.href) ?? "" : ""
            }
        }
    }
}
