import QtQuick
import Halftone.Controls

// Words that can be chosen together with those around them; what is chosen and how is Selection's.
TextEdit {
    id: words

    property int part: 0                        // of a block that is shown in several
    readonly property Item row: {             // whose words these are
        let item = parent
        while (item && !(item instanceof Block))
            item = item.parent
        return item
    }
    // Where the next word will appear; named properties are the reasons to look again.
    readonly property rect end: { text; contentWidth; contentHeight; return positionToRectangle(length) }
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
            text: words.formula !== "" ? words.formula : (words.row as Block)?.hintOf(words.hoveredLink) ?? ""
        }
    }
    onLinkHovered: {
        spot.x = pointer.point.position.x
        spot.y = pointer.point.position.y
    }
}
