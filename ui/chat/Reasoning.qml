import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// What the model thought before it answered: folded to a line that says for how long, opened by a click.
Column {
    id: reasoning

    required property ChatViewModel chat
    required property SettingsViewModel settings
    required property MarkdownBlockModel blocks
    required property bool thinking
    required property real seconds
    required property bool rightToLeft
    property bool open: false

    spacing: Theme.px(6)

    T.AbstractButton {
        id: head

        LayoutMirroring.enabled: false
        x: reasoning.rightToLeft ? parent.width - width : 0
        implicitWidth: title.implicitWidth + arrow.width + Theme.px(14)
        implicitHeight: title.implicitHeight + Theme.px(6)
        text: reasoning.thinking ? qsTr("Thinking…")
            : reasoning.seconds > 0 ? qsTr("Thought for %n second(s)", "", Math.max(1, Math.round(reasoning.seconds))) : qsTr("Thought before answering")
        focusPolicy: Qt.TabFocus
        Accessible.name: text
        Accessible.checkable: true
        Accessible.checked: reasoning.open
        onClicked: reasoning.open = !reasoning.open

        FocusRing { control: head }
        Label {
            id: arrow
            x: reasoning.rightToLeft ? parent.width - width - Theme.px(2) : Theme.px(2)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(12)
            text: "\u203A"
            color: Theme.dim
            rotation: reasoning.open ? 90 : reasoning.rightToLeft ? 180 : 0
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
        Label {
            id: title
            x: reasoning.rightToLeft ? Theme.px(4) : arrow.width + Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            text: head.text
            color: head.hovered ? Theme.ink : Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    Item {
        width: parent.width
        height: words.implicitHeight
        visible: reasoning.open

        Rectangle {
            x: reasoning.rightToLeft ? parent.width - width : 0
            width: Theme.px(2)
            height: parent.height
            color: Theme.line
        }
        Column {
            id: words
            x: reasoning.rightToLeft ? 0 : Theme.px(14)
            width: parent.width - Theme.px(14)
            opacity: 0.8

            Blocks {
                width: words.width
                blocks: reasoning.blocks
                settings: reasoning.settings
                shown: reasoning.open
                writing: reasoning.thinking
                onCopied: text => reasoning.chat.copyToClipboard(text)
                onLinkOpened: link => reasoning.chat.openLink(link)
            }
        }
    }
}
