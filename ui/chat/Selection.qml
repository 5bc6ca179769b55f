import QtQuick
import Halftone.App

// What is chosen in the messages: from one place to another, over blocks and messages, whether they are on the screen or not. It lies
// above the texts, takes the presses on them and leaves all others to what is below.
MouseArea {
    id: selection

    required property ListView list
    required property MessageListModel messages
    // Places: [message, section, block, part, position]; section 0: what the model thought, 1: what it answered. Null: nothing is chosen.
    property var anchor: null
    property var head: null
    property int reading: -1                    // the message that was pressed last
    property int presses: 0
    property real pressedAt: 0
    property point spot
    property bool moved: false
    readonly property int endless: 1000000000
    readonly property bool any: anchor !== null && head !== null && compare(anchor, head) !== 0

    signal menuWanted(message: var, spot: point)
    signal pressedOutside()

    acceptedButtons: Qt.LeftButton | Qt.RightButton
    onMessagesChanged: clear()
    onAnchorChanged: show()
    onHeadChanged: show()

    function compare(a: var, b: var): int {
        if (!a || !b)                           // one of the two is about to be changed
            return 0
        for (let i = 0; i < a.length; ++i)
            if (a[i] !== b[i])
                return a[i] < b[i] ? -1 : 1
        return 0
    }

    function clear(): void {
        anchor = null
        head = null
    }

    // --- the texts that there are ---

    function texts(item: var, found: var): var {
        if (item instanceof SelectableText) {
            if (item.visible)
                found.push(item)
        } else {
            for (let i = 0; i < item.children.length; ++i)
                if (item.children[i])           // not on its way out
                    texts(item.children[i], found)
        }
        return found
    }

    function messageOf(item: var): var {
        while (item && item.parent !== list.contentItem)
            item = item.parent
        return item instanceof MessageDelegate ? item : null
    }

    function place(text: var, position: int): var {
        const message = messageOf(text), row = text.row
        if (!message || !(row instanceof Block))
            return null
        return [message.index, row.blocks === message.reasoning ? 0 : 1, row.index, text.part, position]
    }

    function show(): void {
        const all = texts(list.contentItem, [])
        const some = anchor !== null && head !== null && compare(anchor, head) !== 0  // which `any` will say only after this
        const forward = !some || compare(anchor, head) < 0
        const from = forward ? anchor : head, to = forward ? head : anchor
        for (const text of all) {
            const begin = place(text, 0)
            if (!some || !begin || compare(begin, to) > 0 || compare(begin.slice(0, 4), from.slice(0, 4)) < 0) {
                text.deselect()
                continue
            }
            const first = compare(begin.slice(0, 4), from.slice(0, 4)) === 0 ? from[4] : 0
            const last = compare(begin.slice(0, 4), to.slice(0, 4)) === 0 ? to[4] : endless
            text.select(Math.min(first, text.length), Math.min(last, text.length))
        }
    }

    // Rows come and go while the list moves and a reply is written.
    Connections {
        target: selection.list.contentItem
        function onChildrenChanged(): void { if (selection.any) again.restart() }
    }
    Connections {
        target: selection.list.model
        function onDataChanged(): void { if (selection.any) again.restart() }
        function onRowsRemoved(): void { selection.clear() }
        function onModelReset(): void { selection.clear() }
    }
    Timer {
        id: again
        interval: 0
        onTriggered: selection.show()
    }

    // --- where the pointer is ---

    // What lies uppermost at a point: a text, something that hides the texts (true), or nothing of both.
    function under(item: Item, x: real, y: real): var {
        if (item instanceof SelectableText || item.coversText || item.cursorPosition !== undefined)
            return item
        for (let i = item.children.length - 1; i >= 0; --i) {
            const child = item.children[i]
            const at = item.mapToItem(child, x, y)
            if (!child.visible || (child.clip && !child.contains(at)))
                continue
            if (child.contains(at) || child.childrenRect.height > child.height) {
                const found = under(child, at.x, at.y)
                if (found && found.contains(item.mapToItem(found, x, y)))
                    return found
            }
        }
        return null
    }

    function textAt(x: real, y: real): var {
        const at = mapToItem(list.contentItem, x, y)
        const found = under(list.contentItem, at.x, at.y)
        return found instanceof SelectableText ? found : null
    }

    // The place nearest to a point, in whatever text that is.
    function nearest(x: real, y: real): var {
        let best = null, least = Infinity
        for (const text of texts(list.contentItem, [])) {
            const at = mapToItem(text, x, y)
            const dy = at.y < 0 ? -at.y : Math.max(0, at.y - text.height)
            const dx = at.x < 0 ? -at.x : Math.max(0, at.x - text.width)
            if (dy * 10000 + dx < least) {
                least = dy * 10000 + dx
                best = text
            }
        }
        if (!best)
            return null
        const at = mapToItem(best, x, y)
        return place(best, at.y < 0 ? 0 : at.y > best.height ? best.length : best.positionAt(at.x, at.y))
    }

    function message(x: real, y: real): var {
        const at = mapToItem(list.contentItem, x, y)
        return list.itemAt(at.x, at.y)
    }

    onPressed: mouse => {
        const text = textAt(mouse.x, mouse.y)
        const at = mapToItem(list.contentItem, mouse.x, mouse.y)
        if (mouse.button === Qt.RightButton) {
            const found = under(list.contentItem, at.x, at.y)
            const where = message(mouse.x, mouse.y)
            mouse.accepted = where !== null && (!found || found instanceof SelectableText || found.coversText === true)
            if (mouse.accepted) {
                reading = where.index
                menuWanted(where, Qt.point(mouse.x, mouse.y))
            }
            return
        }
        reading = message(mouse.x, mouse.y)?.index ?? -1
        if (!text) {
            clear()
            presses = 0
            mouse.accepted = false
            return
        }
        const now = Date.now()
        const near = Math.abs(mouse.x - spot.x) < 5 && Math.abs(mouse.y - spot.y) < 5
        presses = near && now - pressedAt < Application.styleHints.mouseDoubleClickInterval ? presses % 3 + 1 : 1
        pressedAt = now
        spot = Qt.point(mouse.x, mouse.y)
        moved = false
        const inText = mapToItem(text, mouse.x, mouse.y)
        const position = text.positionAt(inText.x, inText.y)
        if (presses === 1) {
            if (!(mouse.modifiers & Qt.ShiftModifier) || !anchor)
                anchor = place(text, position)
            head = place(text, position)
        } else if (presses === 2) {
            text.cursorPosition = position
            text.selectWord()
            const from = text.selectionStart, to = text.selectionEnd
            anchor = place(text, from)
            head = place(text, to)
        } else {
            anchor = place(text, 0)
            head = place(text, text.length)
        }
    }
    onPositionChanged: mouse => {
        if (!pressed || !(pressedButtons & Qt.LeftButton) || !anchor)
            return
        moved = moved || Math.abs(mouse.x - spot.x) > 3 || Math.abs(mouse.y - spot.y) > 3
        if (moved && presses === 1)
            head = nearest(mouse.x, mouse.y) ?? head
    }
    onReleased: mouse => {
        if (moved)
            presses = 0                         // that was no click
        if (mouse.button !== Qt.LeftButton || presses !== 1)
            return
        const text = textAt(mouse.x, mouse.y)
        const at = text ? mapToItem(text, mouse.x, mouse.y) : null
        const link = text?.linkAt(at.x, at.y) ?? ""
        if (link !== "")
            text.linkOpened(link)
    }

    // Past its edges the list moves on.
    Timer {
        interval: 16
        repeat: true
        running: selection.pressed && selection.moved && (selection.mouseY < 0 || selection.mouseY > selection.height)
        onTriggered: {
            const by = selection.mouseY < 0 ? selection.mouseY : selection.mouseY - selection.height
            const step = Math.max(-60, Math.min(60, by / 2))
            selection.list.contentY = Math.max(selection.list.originY, Math.min(selection.list.originY + selection.list.contentHeight - selection.list.height,
                                                                                selection.list.contentY + step))
            selection.head = selection.nearest(selection.mouseX, Math.max(1, Math.min(selection.height - 1, selection.mouseY))) ?? selection.head
        }
    }

    // --- what it says ---

    function selectMessage(row: int): void {
        anchor = [row, 1, 0, 0, 0]
        head = [row, 1, endless, 0, 0]
    }

    // The message that was pressed last; once more: all of them.
    function selectAll(): bool {
        if (reading < 0 || reading >= messages.count)
            return false
        const whole = any && anchor[0] === head[0] && head[2] === endless
        if (whole) {
            anchor = [0, 1, 0, 0, 0]
            head = [messages.count - 1, 1, endless, 0, 0]
        } else {
            selectMessage(reading)
        }
        return true
    }

    function copied(asMarkdown: bool): string {
        if (!any)
            return ""
        const forward = compare(anchor, head) < 0
        const from = forward ? anchor : head, to = forward ? head : anchor
        const pieces = []
        for (let row = from[0]; row <= to[0]; ++row)
            for (let section = row === from[0] ? from[1] : 1; section <= (row === to[0] ? to[1] : 1); ++section) {
                const blocks = section === 0 ? messages.reasoningAt(row) : messages.blocksAt(row)
                const begins = row === from[0] && section === from[1], ends = row === to[0] && section === to[1]
                const block = begins ? from[2] : 0
                const last = ends ? to[2] : endless
                const words = blocks.copied(block, begins ? blocks.partStart(block, from[3]) + from[4] : 0,
                                            last, ends && last < endless ? blocks.partStart(last, to[3]) + to[4] : -1, asMarkdown)
                if (words !== "")
                    pieces.push(words)
            }
        return pieces.join("\n\n")
    }
}
