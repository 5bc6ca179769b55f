import QtQuick
import Halftone.Controls

// What stands before an item of a list: a dot by its depth, a number, a box to tick.
Item {
    id: item

    required property string mark
    required property int depth
    required property bool note
    required property bool rightToLeft
    readonly property bool quoted: true         // the reply's own number, and no figure
    readonly property bool task: mark === "☐" || mark === "☑"
    readonly property bool dotted: mark === "•"

    width: task ? Theme.px(13) : dotted ? Theme.px(5) : number.implicitWidth
    Accessible.role: task ? Accessible.CheckBox : Accessible.StaticText
    Accessible.name: mark === "☑" ? qsTr("done") : task ? qsTr("to do") : mark
    Accessible.checked: mark === "☑"

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        visible: item.dotted
        width: Theme.px(5)
        height: width
        radius: item.depth % 3 === 2 ? 0 : width / 2
        color: item.depth % 3 === 1 ? "transparent" : Theme.ink
        border { width: 1; color: Theme.ink }
    }
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        visible: item.task
        width: Theme.px(13)
        height: width
        radius: Theme.px(3)
        color: item.mark === "☑" ? Theme.accent : "transparent"
        border { width: item.mark === "☑" ? 0 : 1; color: Theme.dim }

        Icon {
            anchors.centerIn: parent
            visible: item.mark === "☑"
            size: Theme.px(11)
            name: "check"
            color: Theme.accentInk
        }
    }
    Label {
        id: number
        anchors { verticalCenter: parent.verticalCenter; left: item.rightToLeft ? parent.left : undefined; right: item.rightToLeft ? undefined : parent.right }
        visible: !item.task && !item.dotted
        text: item.rightToLeft && item.mark.endsWith(".") ? "." + item.mark.slice(0, -1) : item.mark
        color: Theme.dim
        font { family: Theme.figures; pixelSize: item.note ? Theme.note : Theme.body }
        Accessible.ignored: true
    }
}
