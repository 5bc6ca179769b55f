import QtQuick
import QtQuick.Templates as T

// Text of several lines. Tab leaves it, as it leaves every other control.
T.TextArea {
    id: control

    property var side: undefined                // where its words stand; else by their direction, and before the first where a hint begins
    readonly property bool empty: length === 0 && preeditText === ""
    readonly property real wanted: Math.max(contentHeight, hint.visible ? hint.implicitHeight : 0)     // the height of what it says

    onEmptyChanged: align()
    Component.onCompleted: align()

    function align(): void {
        horizontalAlignment = TextEdit.AlignHCenter  // taken back from an alignment of the same name, Qt forgets the mirroring
        horizontalAlignment = side ?? (empty ? TextEdit.AlignLeft : undefined)
    }

    function pasteHere(): void {                // by key or menu; some do more with what is on the clipboard
        paste()
    }

    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    selectByMouse: true
    color: Theme.ink
    placeholderTextColor: Theme.dim
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font { family: Theme.family; pixelSize: Theme.body }
    Accessible.name: placeholderText
    Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

    Keys.onPressed: event => { if (context.handle(event)) event.accepted = true }

    TextMenu {
        id: context
        field: control
    }
    Label {
        id: hint
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: control.leftPadding; rightMargin: control.rightPadding; topMargin: control.topPadding }
        visible: control.empty
        text: control.placeholderText
        color: control.placeholderTextColor
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
}
