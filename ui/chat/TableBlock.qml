import QtQuick
import Halftone.Controls

// A table. One that is wider than the text is moved sideways; its cells break their lines before that.
SideScroller {
    id: block

    required property string html
    required property int columns               // letters it would like to have in a row
    required property bool quoted
    required property bool rightToLeft

    signal linkOpened(link: string)

    implicitHeight: words.implicitHeight + (needed ? Theme.px(12) : 0)
    contentWidth: words.width
    contentHeight: height
    onContentWidthChanged: if (rightToLeft) contentX = Math.max(0, contentWidth - width)
    onWidthChanged: if (rightToLeft) contentX = Math.max(0, contentWidth - width)

    SelectableText {
        id: words
        width: Math.max(block.width, Math.min(block.columns * Theme.px(7.4), 4 * block.width))
        html: Theme.rich(block.html, Theme.small)
        wrapMode: TextEdit.Wrap
        font.pixelSize: Theme.small
        color: block.quoted ? Theme.dim : Theme.ink
        Accessible.name: qsTr("Table")
        onLinkOpened: link => block.linkOpened(link)
    }
    Loader {
        anchors.fill: words
        active: words.linked
        sourceComponent: LinkStop { text: words }
    }
}
