import QtQuick
import Halftone.Controls

// One block of Markdown.
Loader {
    id: block

    required property int index
    required property string kind
    required property string text
    required property string language
    required property string html
    required property int level

    property bool rightToLeft: false
    property bool writing: false                // text is still being added at its end

    signal copied(text: string)
    signal linkOpened(link: string)

    sourceComponent: kind === "code" ? code : kind === "rule" ? rule : words

    Component {
        id: words

        TextBlock {
            kind: block.kind
            html: block.html
            level: block.level
            rightToLeft: block.rightToLeft
            writing: block.writing
            onLinkOpened: link => block.linkOpened(link)
        }
    }
    Component {
        id: code

        CodeBlock {
            code: block.text
            html: block.html
            language: block.language
            writing: block.writing
            onCopied: block.copied(block.text)
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
