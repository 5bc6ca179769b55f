import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// Code as it was written: highlighted, never wrapped, with a button to copy it. Always left to right.
Rectangle {
    id: block

    required property string code
    required property string html
    required property string language
    required property bool writing

    signal copied()

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    implicitHeight: words.implicitHeight + Theme.px(28)
    radius: Theme.px(12)
    color: Theme.well
    Accessible.role: Accessible.Grouping
    Accessible.name: language === "" ? qsTr("Code") : qsTr("Code, %1").arg(language)

    Flickable {
        id: scroller
        anchors { fill: parent; leftMargin: Theme.px(14); rightMargin: Theme.px(14) }
        contentWidth: Math.max(width, words.implicitWidth + Theme.px(10))
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true
        T.ScrollBar.horizontal: ScrollBar { }

        TextEdit {
            id: words

            readonly property rect end: { text; contentWidth; contentHeight; return positionToRectangle(length) }

            y: Theme.px(14)
            text: Theme.sheet + block.html
            textFormat: TextEdit.RichText
            wrapMode: TextEdit.NoWrap
            readOnly: true
            selectByMouse: true
            activeFocusOnPress: false
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font { family: Theme.mono; pixelSize: Theme.small }
            Accessible.name: block.Accessible.name

            Caret {
                visible: block.writing
                x: words.end.x + Theme.px(1)
                y: words.end.y + Math.round((words.end.height - height) / 2)
            }
        }
    }
    Rectangle {                                 // long lines pass beneath the button
        anchors { fill: tools; leftMargin: -Theme.px(8) }
        color: Theme.well
    }
    Row {
        id: tools
        anchors { right: parent.right; top: parent.top; margins: Theme.px(7) }

        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: pointer.hovered && !copy.done
            text: block.language
            color: Theme.sideDim
            font.pixelSize: Theme.note
        }
        Button {
            id: copy

            property bool done: false

            implicitHeight: Theme.px(28)
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
    HoverHandler { id: pointer }
}
