import QtQuick
import Halftone.Controls

// A model opened before, as it was last used.
Item {
    id: item

    required property int index
    required property string name
    required property string path
    required property bool exists
    required property string settings
    required property string bytes
    required property string verdict
    required property string spoken
    required property bool fits
    required property int grid
    property bool first: false

    signal opened()
    signal started()
    signal forgotten()

    // Whether it fits is said here where the button stands in its place.
    function detail(): string {
        if (!exists)
            return qsTr("No longer there: %1").arg(Format.isolated(path))
        const used = settings === "" ? path : qsTr("last used as %1").arg(settings)
        return first && verdict !== "" ? verdict + " · " + used : used
    }

    implicitHeight: rule.height + row.implicitHeight

    Rule { id: rule; width: parent.width }
    ModelRow {
        id: row
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        name: item.name
        detail: item.detail()
        note: item.exists ? item.path : ""
        bytes: item.exists ? item.bytes : ""
        verdict: item.verdict
        spoken: item.exists ? item.spoken : ""
        fits: item.fits
        grid: item.grid
        gone: !item.exists
        first: item.first
        onOpened: item.opened()
        onStarted: item.started()
        onForgotten: item.forgotten()
    }
}
