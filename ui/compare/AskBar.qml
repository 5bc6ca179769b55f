import QtQuick
import Halftone.App
import Halftone.Controls

// One question for all columns.
FocusScope {
    id: bar

    objectName: "askBar"
    required property CompareViewModel compare
    property bool sendWithEnter: true
    readonly property string action: compare.running ? qsTr("Stop all") : !field.empty ? qsTr("Ask all") : compare.complete ? qsTr("Run again") : qsTr("Run")

    implicitHeight: Math.max(Theme.px(54), Math.min(Theme.px(120), field.wanted + Theme.px(34)))

    function act(): void {
        if (compare.running) {
            compare.stop()
            return
        }
        compare.ask(field.text)
        if (compare.running)
            field.clear()
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(14)
        color: Theme.pane
        border { width: 1; color: field.activeFocus ? Theme.accent : Theme.line }
    }
    TextArea {
        id: field
        objectName: "askAll"
        anchors { left: parent.left; right: button.left; leftMargin: Theme.px(16); rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
        height: Math.min(Theme.px(104), wanted)
        clip: true
        focus: true
        placeholderText: bar.compare.hint !== "" ? bar.compare.hint : bar.compare.question === "" ? qsTr("Ask all columns…") : qsTr("Ask all columns something else…")
        Keys.onPressed: event => {              // where nothing is written, the column that was closed comes back
            if (event.matches(StandardKey.Undo) && empty && bar.compare.canRestore) {
                bar.compare.restore()
                event.accepted = true
            }
        }
        Keys.onReturnPressed: event => enter(event)
        Keys.onEnterPressed: event => enter(event)

        function enter(event: var): void {
            const sends = bar.sendWithEnter ? !(event.modifiers & Qt.ShiftModifier) : !!(event.modifiers & Qt.ControlModifier)
            event.accepted = sends
            if (sends)
                bar.act()
        }
    }
    Button {
        id: button
        objectName: "runComparison"
        anchors { right: parent.right; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        kind: "primary"
        enabled: bar.compare.running || (bar.compare.hint === "" && (bar.compare.question !== "" || !field.empty))
        text: bar.compare.running ? bar.action + " · Esc" : bar.action
        onClicked: bar.act()
    }
}
