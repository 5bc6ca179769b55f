import QtQuick
import Halftone.Controls

// A switch under its name; one with two choices stands beside it.
Item {
    id: labelled

    property alias label: name.text
    property alias options: control.options
    property alias labels: control.labels
    property alias hints: control.hints
    property alias firstIsWide: control.firstIsWide
    property alias current: control.current
    readonly property bool beside: options.length <= 2

    signal picked(option: string)

    implicitHeight: beside ? control.implicitHeight : control.y + control.implicitHeight

    Elided {
        id: name
        anchors { left: parent.left; right: labelled.beside ? control.left : parent.right }
        height: labelled.beside ? control.height : implicitHeight
        font.pixelSize: Theme.small
    }
    SegmentedSwitch {
        id: control
        anchors.right: parent.right
        y: labelled.beside ? 0 : name.height + Theme.px(6)
        width: labelled.beside ? Theme.px(178) : parent.width
        name: labelled.label
        onPicked: option => labelled.picked(option)
    }
}
