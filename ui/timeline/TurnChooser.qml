import QtQuick
import Halftone.App
import Halftone.Controls

// Which reply is looked at: ‹ turn 3 of 3 · its question ›
Item {
    id: chooser

    required property TimelineViewModel timeline

    implicitHeight: Theme.px(30)
    visible: timeline.turns > 0

    IconButton {
        id: before
        objectName: "turnBefore"
        anchors.left: parent.left
        enabled: chooser.timeline.turn > 1
        icon.name: Theme.rightToLeft ? "after" : "before"
        text: qsTr("Turn before")
        keys: "["
        onClicked: chooser.timeline.stepTurn(-1)
    }
    Elided {
        id: words
        anchors { left: before.right; leftMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
        width: Math.max(0, Math.min(implicitWidth, chooser.width - 2 * Theme.px(30 + 4)))
        text: chooser.timeline.turn > 0 ? qsTr("turn %1 of %2 · %3").arg(chooser.timeline.turn).arg(chooser.timeline.turns).arg(Format.isolated(chooser.timeline.question)) : ""
        font.pixelSize: Theme.small
    }
    IconButton {
        id: after
        objectName: "turnAfter"
        anchors { left: words.right; leftMargin: Theme.px(4) }
        enabled: chooser.timeline.turn < chooser.timeline.turns
        icon.name: Theme.rightToLeft ? "before" : "after"
        text: qsTr("Turn after")
        keys: "]"
        onClicked: chooser.timeline.stepTurn(1)
    }
}
