import QtQuick
import Halftone.App

// The rows of one message, one below the other; each knows the space above it.
Column {
    id: rows

    required property MarkdownBlockModel blocks
    property SettingsViewModel settings: null
    property bool writing: false                // text is still being added at its end
    property bool shown: true
    // While a message is replaced, its blocks are gone before the last binding is.
    readonly property int count: blocks?.count ?? 0

    // As wide as the widest of its rows would be without breaking lines.
    readonly property real natural: {
        let widest = 0
        for (let i = 0; i < repeater.count; ++i)
            widest = Math.max(widest, (repeater.itemAt(i) as Block)?.natural ?? 0)
        return widest
    }

    signal copied(text: string)
    signal linkOpened(link: string)

    function noteAt(label: string): int {
        return blocks?.rowOfFootnote(label) ?? -1
    }

    Repeater {
        id: repeater
        model: rows.shown ? rows.blocks : null

        Block {
            width: rows.width
            blocks: rows.blocks
            wrap: rows.settings?.wrapCode ?? false
            writing: rows.writing && index === rows.count - 1
            onCopied: text => rows.copied(text)
            onWrapWanted: wrap => rows.settings.wrapCode = wrap
            onLinkOpened: link => {
                if (link.startsWith("footnote:"))
                    repeater.itemAt(rows.noteAt(decodeURIComponent(link.slice(9))))?.reveal()
                else if (!link.startsWith("formula:"))
                    rows.linkOpened(link)
            }
        }
    }
}
