import QtQuick
import Halftone.Controls

// A paragraph, heading, list, quotation or table: rich text that can be selected.
Item {
    id: block

    required property string kind
    required property string html
    required property int level
    required property bool rightToLeft
    required property bool writing
    readonly property bool quote: kind === "quote"
    readonly property real inset: quote ? Theme.px(14) : 0

    signal linkOpened(link: string)

    implicitHeight: words.implicitHeight

    Rectangle {
        x: block.rightToLeft ? parent.width - width : 0
        visible: block.quote
        width: Theme.px(3)
        height: parent.height
        radius: width / 2
        color: Theme.line
    }
    TextEdit {
        id: words

        // Where the next word will appear; named properties are the reasons to look again.
        readonly property rect end: { text; contentWidth; contentHeight; return positionToRectangle(length) }

        LayoutMirroring.enabled: false
        x: block.rightToLeft ? 0 : block.inset
        width: parent.width - block.inset
        text: Theme.sheet + block.html
        textFormat: TextEdit.RichText
        wrapMode: TextEdit.Wrap
        readOnly: true
        selectByMouse: true
        activeFocusOnPress: false
        horizontalAlignment: block.rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
        color: block.quote ? Theme.dim : Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.family: Theme.family
        // Rich text makes <h1> to <h6> 2, 1.5, 1.2, 1, 0.8 and 0.7 times as large by itself; they shall be 20, 18, 16 and 14.
        font.pixelSize: block.kind === "heading" ? Theme.px([10, 12, 13.4, 14, 17.5, 20][block.level - 1]) : Theme.body
        font.weight: block.kind === "heading" ? Font.DemiBold : Font.Normal
        Accessible.name: qsTr("Reply")
        onLinkActivated: link => block.linkOpened(link)

        HoverHandler {
            cursorShape: words.hoveredLink === "" ? Qt.IBeamCursor : Qt.PointingHandCursor
        }
        Caret {
            visible: block.writing
            x: words.end.x + Theme.px(block.rightToLeft ? -6 : 1)
            y: words.end.y + Math.round((words.end.height - height) / 2)
        }
    }
}
