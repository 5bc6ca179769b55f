import QtQuick
import Halftone.Controls

// Words that can be chosen together with those around them; what is chosen and how is Selection's.
TextEdit {
    id: words

    property string html                        // what it is to say
    property int part: 0                        // of a block that is shown in several
    readonly property var row: {             // whose words these are
        let item = parent
        while (item && !(item instanceof Block))
            item = item.parent
        return item
    }
    readonly property bool linked: /href="(?!formula:)/.test(html)     // there is something that can be opened
    property bool writing: false                // the next word will appear at its end
    readonly property string formula: hoveredLink.startsWith("formula:") ? decodeURIComponent(hoveredLink.slice(8)) : ""

    signal linkOpened(link: string)

    LayoutMirroring.enabled: false
    textFormat: TextEdit.RichText
    readOnly: true
    selectByMouse: false
    activeFocusOnPress: false
    persistentSelection: true
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font { family: Theme.family; pixelSize: Theme.body }

    // Laying out takes the longer the more there is: what grows with every token is not laid out with each, but for a fifth of the time.
    onHtmlChanged: if (!calm.running) take()

    function take(): void {
        const begin = Date.now()
        text = html
        const cost = Date.now() - begin
        if (cost > 3) {
            calm.interval = 4 * cost
            calm.start()
        }
    }

    Loader {
        active: words.writing

        sourceComponent: Caret {
            // Named properties are the reasons to look again.
            readonly property rect end: { words.text; words.contentWidth; words.contentHeight; return words.positionToRectangle(words.length) }

            x: end.x + Theme.px(words.horizontalAlignment === TextEdit.AlignRight ? -6 : 1)
            y: end.y + Math.round((end.height - height) / 2)
        }
    }
    Timer {
        id: calm
        onTriggered: if (words.text !== words.html) words.take()
    }
    HoverHandler {
        id: pointer
        cursorShape: words.hoveredLink === "" || words.formula !== "" ? Qt.IBeamCursor : Qt.PointingHandCursor
    }
    Item {                                      // where the hint belongs
        id: spot
        width: 1
        height: Theme.px(12)

        Hint {
            id: hint
            shown: words.hoveredLink !== ""
            text: words.formula !== "" ? words.formula : words.row?.hintOf(words.hoveredLink) ?? ""
        }
    }
    onLinkHovered: {
        spot.x = pointer.point.position.x
        spot.y = pointer.point.position.y
    }
}
