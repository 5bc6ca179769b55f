import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A program to read and to change: always from left to right, in the code's face; `wrongLine` is marked and shown.
Item {
    id: editor

    property string content
    property int wrongLine: 0                   // from 1; 0: none

    signal edited(text: string)

    implicitHeight: Theme.px(230)
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    onContentChanged: if (area.text !== content) area.text = content
    onWrongLineChanged: if (wrongLine > 0) showLine(wrongLine)

    function startOfLine(line: int): int {
        let at = 0
        for (let i = 1; i < line; ++i) {
            const end = area.text.indexOf("\n", at)
            if (end < 0)
                return at
            at = end + 1
        }
        return at
    }

    function showLine(line: int): void {
        area.forceActiveFocus()
        area.cursorPosition = startOfLine(line)
        flick.contentY = Math.max(0, Math.min(area.cursorRectangle.y - flick.height / 3, flick.contentHeight - flick.height))
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.dark ? Theme.background : Theme.pane
        border {
            width: area.activeFocus ? 2 : 1
            color: editor.wrongLine > 0 ? Theme.danger : area.activeFocus ? Theme.accent : Theme.line
        }
    }
    Flickable {
        id: flick
        anchors { fill: parent; margins: Theme.px(2) }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollBar { }

        T.TextArea.flickable: TextArea {
            id: area
            objectName: "templateText"
            leftPadding: Theme.px(11)
            rightPadding: Theme.px(14)
            topPadding: Theme.px(9)
            bottomPadding: Theme.px(9)
            font { family: Theme.mono; pixelSize: Theme.note; preferShaping: false }   // <| stays two letters
            side: TextEdit.AlignLeft
            Accessible.name: qsTr("Chat template")
            text: editor.content
            onTextChanged: if (text !== editor.content) editor.edited(text)

            Rectangle {                         // the line that is wrong, behind its letters
                readonly property rect line: {
                    area.contentHeight          // moves with the layout
                    return area.positionToRectangle(editor.startOfLine(editor.wrongLine))
                }

                z: -1
                visible: editor.wrongLine > 0
                x: Theme.px(2)
                y: line.y
                width: area.width - 2 * x
                height: line.height
                color: Theme.dangerWell
            }
        }
    }
}
