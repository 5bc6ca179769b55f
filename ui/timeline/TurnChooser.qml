import QtQuick
import Halftone.App
import Halftone.Controls

// Which reply is looked at: ‹ turn 3 of 3 · its question ›
Item {
    id: chooser

    required property TimelineViewModel timeline

    implicitWidth: before.width + words.implicitWidth + after.width + Theme.px(8)
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
        anchors { left: before.right; right: after.left; leftMargin: Theme.px(4); rightMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
        text: chooser.timeline.turn > 0 ? qsTr("turn %1 of %2 · %3").arg(chooser.timeline.turn).arg(chooser.timeline.turns).arg(Format.isolated(chooser.timeline.question)) : ""
        font.pixelSize: Theme.small
    }
    IconButton {
        id: after
        objectName: "turnAfter"
        anchors.right: parent.right
        enabled: chooser.timeline.turn < chooser.timeline.turns
        icon.name: Theme.rightToLeft ? "before" : "after"
        text: qsTr("Turn after")
        keys: "]"
        onClicked: chooser.timeline.stepTurn(1)
    }
}
