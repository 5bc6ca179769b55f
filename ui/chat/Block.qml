import QtQuick
import Halftone.App
import Halftone.Controls

// One row of a message with the quotes and items of lists that it stands in.
Item {
    id: block

    required property int index
    required property string kind
    required property string text
    required property string language
    required property string html
    required property list<string> parts
    required property int level
    required property int columns
    required property list<string> around
    required property int joined
    required property int gap
    required property bool rightToLeft

    property MarkdownBlockModel blocks: null
    property bool writing: false                // text is still being added at its end
    property bool wrap: false                   // long lines of code
    readonly property bool quoted: around.includes(">")
    readonly property real inset: startOf(around.length)
    readonly property real natural: inset + ((content.item as TextBlock)?.natural ?? 0)
    readonly property real above: Theme.px(gap)

    signal copied(text: string)
    signal linkOpened(link: string)
    signal wrapWanted(wrap: bool)

    implicitHeight: above + content.height

    // How far from the edge a box begins.
    function startOf(box: int): real {
        let start = 0
        for (let i = 0; i < box; ++i)
            start += around[i] === ">" ? Theme.px(14) : Theme.px(22)
        return start
    }

    function hintOf(link: string): string {
        if (!link.startsWith("footnote:"))
            return link
        const row = blocks?.rowOfFootnote(decodeURIComponent(link.slice(9))) ?? -1
        return row < 0 ? "" : blocks.copied(row, 0, row, -1, false)
    }

    // Into the part of the list that is seen, and pointed out for a moment.
    function reveal(): void {
        let list = parent
        while (list && !(list instanceof ListView))
            list = list.parent
        if (list)
            list.contentY = Math.max(list.originY, Math.min(list.originY + list.contentHeight - list.height,
                                                            block.mapToItem(list.contentItem, 0, 0).y - list.height / 3))
        glow.restart()
    }

    Rectangle {
        id: light
        anchors { fill: parent; margins: -Theme.px(3) }
        radius: Theme.px(6)
        color: Theme.selection
        opacity: 0

        SequentialAnimation {
            id: glow

            PropertyAction { target: light; property: "opacity"; value: 0.7 }
            PauseAnimation { duration: 900 }
            NumberAnimation { target: light; property: "opacity"; to: 0; duration: 2 * Theme.quick }
        }
    }
    Repeater {
        model: block.around

        Item {
            id: box

            required property int index
            required property string modelData
            readonly property bool quote: modelData === ">"

            x: block.rightToLeft ? block.width - block.startOf(index) - width : block.startOf(index)
            y: index < block.joined ? 0 : block.above
            width: Theme.px(quote ? 14 : 22)
            height: block.height - y

            Rectangle {
                x: block.rightToLeft ? parent.width - width : 0
                visible: box.quote
                width: Theme.px(3)
                height: parent.height
                color: Theme.dot
            }
            ItemMark {
                visible: !box.quote && box.modelData !== ""
                x: block.rightToLeft ? Theme.px(7) : parent.width - width - Theme.px(7)
                height: Theme.px(block.rightToLeft ? 24 : 21)
                mark: box.quote ? "" : box.modelData
                depth: block.around.slice(0, box.index).filter(other => other !== ">").length
                note: block.kind === "footnote"
                rightToLeft: block.rightToLeft
            }
        }
    }
    Loader {
        id: content
        x: block.rightToLeft ? 0 : block.inset
        y: block.above
        width: block.width - block.inset
        asynchronous: block.html.length > 5000  // many of them are not made in one turn
        sourceComponent: block.kind === "code" ? code : block.kind === "rule" ? rule : block.kind === "table" ? table : words
    }
    Component {
        id: words

        TextBlock {
            kind: block.kind
            html: block.html
            level: block.level
            quoted: block.quoted
            rightToLeft: block.rightToLeft
            writing: block.writing
            onLinkOpened: link => block.linkOpened(link)
        }
    }
    Component {
        id: code

        CodeBlock {
            parts: block.parts
            language: block.language
            writing: block.writing
            wrap: block.wrap
            onCopied: block.copied(block.text)
            onWrapWanted: wrap => block.wrapWanted(wrap)
        }
    }
    Component {
        id: table

        TableBlock {
            html: block.html
            columns: block.columns
            quoted: block.quoted
            rightToLeft: block.rightToLeft
            onLinkOpened: link => block.linkOpened(link)
        }
    }
    Component {
        id: rule

        Item {
            implicitHeight: Theme.px(17)

            Rule { anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter } }
        }
    }
}
