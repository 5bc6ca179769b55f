import QtQuick
import QtQuick.Templates as T

T.TextField {
    id: control

    property string keys: ""
    property var side: undefined                // where its words stand; else by their direction, and before the first where a hint begins
    readonly property bool empty: length === 0 && preeditText === ""
    property bool wrong: length > 0 && !acceptableInput

    implicitWidth: Theme.px(200)
    implicitHeight: Theme.px(36)
    leftPadding: Theme.px(12)
    rightPadding: Theme.px(12)
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    placeholderTextColor: Theme.dim
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter
    Accessible.name: placeholderText

    onEmptyChanged: align()
    Component.onCompleted: align()

    function align(): void {
        horizontalAlignment = TextInput.AlignHCenter  // taken back from an alignment of the same name, Qt forgets the mirroring
        horizontalAlignment = side ?? (empty ? TextInput.AlignLeft : undefined)
    }

    Keys.onPressed: event => { if (context.handle(event)) event.accepted = true }

    TextMenu {
        id: context
        field: control
    }
    Label {
        anchors { fill: parent; leftMargin: control.leftPadding; rightMargin: control.rightPadding }
        visible: control.empty
        text: control.placeholderText
        color: control.placeholderTextColor
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
    Label {
        anchors { right: parent.right; rightMargin: control.rightPadding; verticalCenter: parent.verticalCenter }
        visible: control.keys !== "" && control.length === 0 && !control.activeFocus
        text: control.keys
        color: Theme.dim
        font.pixelSize: Theme.note
        Accessible.ignored: true
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.pane
        border {
            width: control.activeFocus ? 2 : 1
            color: control.wrong ? Theme.danger : control.activeFocus ? Theme.accent : Theme.line
        }
    }
}
