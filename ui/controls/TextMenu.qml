import QtQuick

// What can be done in a text field: by the right button, the Menu key or Shift+F10. It is made when it is first wanted.
Item {
    id: context

    required property Item field                // a TextField or TextArea

    anchors.fill: parent
    Accessible.ignored: true                    // the field has the name

    function open(x: real, y: real): void {
        loader.active = true
        const menu = loader.item as Menu
        menu.popup(x, y)
    }

    // True where the event asks for it.
    function handle(event: var): bool {
        const wanted = event.key === Qt.Key_Menu || (event.key === Qt.Key_F10 && event.modifiers & Qt.ShiftModifier)
        if (wanted) {
            const at = field.cursorRectangle        // qmllint disable property
            open(at.x, at.y + at.height)
        }
        return wanted
    }

    TapHandler {
        acceptedButtons: Qt.RightButton
        gesturePolicy: TapHandler.WithinBounds
        onPressedChanged: if (pressed) context.open(point.position.x, point.position.y)
    }
    Loader {
        id: loader
        active: false

        sourceComponent: Menu {
            id: menu

            readonly property var text: context.field

            objectName: "textMenu"
            onAboutToShow: text.persistentSelection = true
            onClosed: text.persistentSelection = false

            function act(deed: var): void {     // the field has the focus again when it is done
                menu.text.forceActiveFocus(Qt.PopupFocusReason)
                deed()
            }

            MenuItem { objectName: "menuUndo"; text: qsTr("Undo"); keys: "Ctrl+Z"; enabled: menu.text.canUndo; onTriggered: menu.act(() => menu.text.undo()) }
            MenuItem { objectName: "menuRedo"; text: qsTr("Redo"); keys: "Ctrl+Shift+Z"; enabled: menu.text.canRedo; onTriggered: menu.act(() => menu.text.redo()) }
            MenuRule { }
            MenuItem { objectName: "menuCut"; text: qsTr("Cut"); keys: "Ctrl+X"; enabled: menu.text.selectedText !== ""; onTriggered: menu.act(() => menu.text.cut()) }
            MenuItem { objectName: "menuCopy"; text: qsTr("Copy"); keys: "Ctrl+C"; enabled: menu.text.selectedText !== ""; onTriggered: menu.act(() => menu.text.copy()) }
            MenuItem { objectName: "menuPaste"; text: qsTr("Paste"); keys: "Ctrl+V"; enabled: menu.text.canPaste; onTriggered: menu.act(() => menu.text.pasteHere ? menu.text.pasteHere() : menu.text.paste()) }
            MenuRule { }
            MenuItem { objectName: "menuSelectAll"; text: qsTr("Select all"); keys: "Ctrl+A"; enabled: menu.text.length > 0; onTriggered: menu.act(() => menu.text.selectAll()) }
        }
    }
}
