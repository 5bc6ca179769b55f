import QtQuick
import Halftone.Controls

// Code as it was written: highlighted, its lines broken only if that is wanted. The head with its buttons stays in sight while the
// block is scrolled past. Always left to right.
Rectangle {
    id: block

    required property list<string> parts
    required property string language
    required property bool writing
    required property bool wrap
    property ListView list: null                // in which it is scrolled

    signal copied()
    signal wrapWanted(wrap: bool)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    implicitHeight: scroller.y + scroller.height + Theme.px(2)
    radius: Theme.px(12)
    color: Theme.well
    Accessible.role: Accessible.Grouping
    Accessible.name: language === "" ? qsTr("Code") : qsTr("Code, %1").arg(language)
    onPartsChanged: follow()
    Component.onCompleted: {
        follow()
        let item = parent
        while (item && !(item instanceof ListView))
            item = item.parent
        list = item
    }

    // Parts that stayed as they were are left alone.
    function follow(): void {
        for (let i = 0; i < parts.length; ++i) {
            if (i >= shown.count)
                shown.append({ words: parts[i] })
            else if (shown.get(i).words !== parts[i])
                shown.setProperty(i, "words", parts[i])
        }
        if (shown.count > parts.length)
            shown.remove(parts.length, shown.count - parts.length)
    }

    SideScroller {
        id: scroller
        y: head.height
        width: parent.width
        height: lines.implicitHeight + Theme.px(12)
        contentWidth: block.wrap ? width : Math.max(width, lines.implicitWidth)
        contentHeight: height

        Column {
            id: lines
            leftPadding: Theme.px(14)
            rightPadding: Theme.px(14)

            Repeater {
                model: ListModel { id: shown }

                SelectableText {
                    required property int index
                    required property string words

                    part: index
                    width: block.wrap ? scroller.width - Theme.px(28) : implicitWidth
                    html: Theme.code(words)
                    wrapMode: block.wrap ? TextEdit.WrapAtWordBoundaryOrAnywhere : TextEdit.NoWrap
                    font { family: Theme.mono; pixelSize: Theme.small }
                    writing: block.writing && index === block.parts.length - 1
                    Accessible.name: block.Accessible.name
                }
            }
        }
    }
    Rectangle {
        id: head

        readonly property bool coversText: true // beneath it nothing is chosen

        objectName: "codeHead"
        // The top of the list, as long as the block is there.
        y: {
            if (!block.list)
                return 0
            block.list.contentY                 // a reason to look again
            return Math.max(0, Math.min(block.height - height - Theme.px(28), -block.mapToItem(block.list, 0, 0).y))
        }
        width: parent.width
        height: Theme.px(36)
        radius: block.radius
        color: block.color

        Label {
            anchors { left: parent.left; leftMargin: Theme.px(14); verticalCenter: parent.verticalCenter }
            text: block.language
            color: Theme.sideDim
            font { family: Theme.mono; pixelSize: Theme.note }
        }
        Row {
            anchors { right: parent.right; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }

            Button {
                objectName: "wrapButton"
                implicitHeight: Theme.px(26)
                kind: "quiet"
                text: block.wrap ? qsTr("Do not wrap") : qsTr("Wrap")
                Accessible.checkable: true
                Accessible.checked: block.wrap
                Accessible.name: qsTr("Break long lines")
                onClicked: block.wrapWanted(!block.wrap)
            }
            Button {
                id: copy

                property bool done: false

                objectName: "copyCode"
                implicitHeight: Theme.px(26)
                kind: "quiet"
                text: done ? qsTr("Copied") : qsTr("Copy")
                Accessible.name: qsTr("Copy the code")
                onClicked: {
                    block.copied()
                    done = true
                    rest.restart()
                }

                Timer {
                    id: rest
                    interval: 1600
                    onTriggered: copy.done = false
                }
            }
        }
    }
}
