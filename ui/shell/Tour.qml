import QtQuick
import Halftone.App
import Halftone.Controls

// A first look around: a card in a corner, and a ring around the thing that it speaks of. By itself it comes once, after the first reply
// ever, and takes no keys until somebody goes to it; it lies over neither the place where one writes nor what it points to.
Item {
    id: tour

    required property ApplicationViewModel application
    readonly property TourSteps steps: TourSteps { }
    property int step: -1                       // −1: there is none
    readonly property var current: step >= 0 ? steps.all[step] : { name: "", places: [], text: "" }
    readonly property bool roomy: width >= Theme.px(700) && height >= Theme.px(520)
    readonly property bool shown: step >= 0 && roomy && placed
    property bool placed: false                 // a corner is free
    property Item target: null
    property Item paper: null                   // where one writes
    property rect spot: Qt.rect(0, 0, 0, 0)     // around the target; empty: it is not in sight
    readonly property real margin: Theme.px(16)

    onShownChanged: if (shown) application.settings.tourSeen = true
    onStepChanged: {
        target = null
        follow()
    }
    onRoomyChanged: follow()

    // Asked for: the keys go to it.
    function start(): void {
        step = 0
        if (shown)
            next.forceActiveFocus(Qt.ShortcutFocusReason)
        else
            application.said(qsTr("The tour begins when the window is larger"))
    }

    function skip(): void {
        step = -1
    }

    function go(by: int): void {
        step = step + by < steps.all.length ? Math.max(0, step + by) : -1
    }

    function placeOf(item: Item): rect {
        return item.mapToItem(tour, 0, 0, item.width, item.height)
    }

    function isEmpty(box: rect): bool {
        return box.width <= 0 || box.height <= 0
    }

    function meets(a: rect, b: rect): bool {
        return !isEmpty(b) && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    // Not scrolled away, nor cut by what holds it.
    function isInSight(item: Item): bool {
        const box = placeOf(item)
        if (!item.visible || isEmpty(box))
            return false
        for (let around = item.parent; around && around !== tour.parent; around = around.parent) {
            const edge = placeOf(around)
            if (around.clip && (box.x < edge.x - 1 || box.y < edge.y - 1 || box.x + box.width > edge.x + edge.width + 1 || box.y + box.height > edge.y + edge.height + 1))
                return false
        }
        return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
    }

    // Below `item`, the last of that name that can be seen: of replies, the newest.
    function find(item: Item, name: string): Item {
        let found = null
        for (const child of Array.from(item.children))
            if (child.visible && child !== tour)
                found = (child.objectName === name && isInSight(child) ? child : find(child, name)) ?? found
        return found
    }

    function follow(): void {
        if (step < 0 || !roomy) {
            placed = false
            return
        }
        if (!target || !isInSight(target))
            target = steps.all[step].places.reduce((found, name) => found ?? find(parent, name), null)
        const box = target ? placeOf(target) : Qt.rect(0, 0, 0, 0)
        spot = target ? Qt.rect(box.x - Theme.px(4), box.y - Theme.px(4), box.width + Theme.px(8), box.height + Theme.px(8)) : box
        settle()
    }

    // The corner at the end of the lines; where something is in its way, the next free place above it, then on the other side.
    function settle(): void {
        if (!paper || !paper.visible)
            paper = find(parent, "composerPaper") ?? find(parent, "askBar")
        const written = paper ? placeOf(paper) : Qt.rect(0, 0, 0, 0)
        const free = (x, y) => {
            const box = Qt.rect(x - margin / 2, y - margin / 2, card.width + margin, card.height + margin)
            return !meets(box, written) && !meets(box, spot)
        }
        const lowest = height - card.height - margin
        const end = width - card.width - margin
        if (placed && card.y <= lowest && card.x <= end && free(card.x, card.y))
            return                              // it stays where it is read
        for (const x of Theme.rightToLeft ? [margin, end] : [end, margin])
            for (let y = lowest; y >= Theme.px(56) + margin / 2; y -= Theme.px(8))
                if (free(x, y)) {
                    card.x = x
                    card.y = y
                    placed = true
                    return
                }
        placed = false
    }

    Timer {                                     // what it points to moves as replies grow and panes come
        interval: 250
        repeat: true
        running: tour.step >= 0
        onTriggered: tour.follow()
    }
    Connections {
        target: tour.application.chat
        function onStateChanged(): void {
            const chat = tour.application.chat
            if (!tour.application.settings.tourSeen && tour.step < 0 && chat.state === ChatViewModel.Idle && chat.messages.count > 1 && !chat.notice.visible)
                tour.step = 0
        }
    }
    Shortcut {                                  // the smallest step back
        sequence: "Esc"
        enabled: tour.shown
        onActivated: tour.skip()
    }

    Rectangle {
        objectName: "tourRing"
        x: tour.spot.x
        y: tour.spot.y
        width: tour.spot.width
        height: tour.spot.height
        visible: tour.shown && width > 0
        radius: Theme.px(10)
        color: "transparent"
        border { width: 2; color: Theme.accent }
    }
    FocusScope {
        id: card
        objectName: "tour"
        width: Theme.px(284)                    // within the instruments, where they stand beside
        height: body.height + Theme.px(30)
        visible: tour.step >= 0 && tour.roomy   // what is not seen is not laid out, and has no height
        opacity: tour.shown ? 1 : 0
        onHeightChanged: tour.follow()
        Accessible.role: Accessible.Grouping
        Accessible.name: title.text + ". " + words.text

        Rectangle {
            anchors.fill: parent
            radius: Theme.px(14)
            color: Theme.pane
            border { width: 1; color: Theme.line }

            MouseArea { anchors.fill: parent }  // what lies below is not meant
        }
        Column {
            id: body
            x: Theme.px(16)
            y: Theme.px(14)
            width: card.width - 2 * x
            spacing: Theme.px(8)

            Item {
                width: parent.width
                height: title.height

                Label {
                    id: title
                    objectName: "tourTitle"
                    anchors { left: parent.left; right: dots.left; rightMargin: Theme.px(10) }
                    text: qsTr("Look inside: %1").arg(tour.current.name)
                    font.weight: Font.DemiBold
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                }
                Row {                           // how far it is
                    id: dots
                    objectName: "tourDots"
                    anchors { right: parent.right; top: parent.top; topMargin: Theme.px(7) }
                    spacing: Theme.px(4)

                    Repeater {
                        model: tour.steps.all.length

                        Dot {
                            required property int index

                            size: Theme.px(6)
                            color: index === tour.step ? Theme.accent : Theme.dot
                        }
                    }
                }
            }
            Label {
                id: words
                objectName: "tourText"
                width: parent.width
                text: tour.current.text
                color: Theme.sideDim
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                lineHeight: 1.3
                horizontalAlignment: Text.AlignLeft
            }
            Item {
                width: parent.width
                height: next.height

                Button {
                    objectName: "tourSkip"
                    anchors { left: parent.left; leftMargin: -leftPadding }
                    kind: "quiet"
                    text: qsTr("Skip")
                    onClicked: tour.skip()
                    Hint { shown: parent.hovered || parent.visualFocus; text: "Esc" }
                }
                Button {
                    objectName: "tourBack"
                    anchors { right: next.left; rightMargin: Theme.px(8) }
                    visible: tour.step > 0
                    text: qsTr("Back")
                    onClicked: {
                        if (activeFocus && tour.step === 1)     // where there is no way back
                            next.forceActiveFocus(Qt.TabFocusReason)
                        tour.go(-1)
                    }
                }
                Button {
                    id: next
                    objectName: "tourNext"
                    anchors.right: parent.right
                    focus: true
                    kind: card.activeFocus ? "primary" : "plain"    // Enter is the composer's until somebody comes here
                    text: tour.step === tour.steps.all.length - 1 ? qsTr("Done") : qsTr("Next")
                    onClicked: tour.go(1)
                }
            }
        }
    }
}
