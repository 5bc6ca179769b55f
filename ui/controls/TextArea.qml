import QtQuick
import QtQuick.Templates as T

// Text of several lines. Tab leaves it, as it leaves every other control.
T.TextArea {
    id: control

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
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: control.leftPadding; rightMargin: control.rightPadding; topMargin: control.topPadding }
        visible: control.length === 0 && control.preeditText === ""
        text: control.placeholderText
        color: control.placeholderTextColor
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
}
