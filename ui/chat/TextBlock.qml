import QtQuick
import Halftone.Controls

// A paragraph, heading, formula or footnote: rich text that can be selected.
Item {
    id: block

    required property string kind
    required property string html
    required property int level
    required property bool quoted
    required property bool rightToLeft
    required property bool writing
    readonly property real natural: kind === "plain" ? words.implicitWidth : 0  // what only some ask for costs another layout
    readonly property int size: {
        switch (kind) {
        case "heading": return Theme.px([20, 18, 16, 14, 14, 14][level - 1])
        case "formula": return Theme.px(16)
        case "footnote": return Theme.note
        default: return Theme.body
        }
    }

    signal linkOpened(link: string)

    implicitHeight: words.implicitHeight

    SelectableText {
        id: words
        width: parent.width
        html: Theme.rich(block.html, block.size)
        wrapMode: TextEdit.Wrap
        horizontalAlignment: block.rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
        color: block.quoted || block.kind === "footnote" ? Theme.dim : Theme.ink
        font.pixelSize: block.size
        font.weight: block.kind === "heading" ? Font.DemiBold : Font.Normal
        Accessible.name: qsTr("Reply")
        writing: block.writing
        onLinkOpened: link => block.linkOpened(link)
    }
    Loader {
        anchors.fill: words
        active: words.linked
        sourceComponent: LinkStop { text: words }
    }
}
