import QtQuick
import Halftone.Controls

// ‹ 2 / 3 ›: which of the versions that stand here is shown, and the way to the others.
Row {
    id: versions

    required property int version
    required property int count
    readonly property bool focused: before.visualFocus || after.visualFocus

    signal wanted(version: int)

    visible: count > 1
    spacing: Theme.px(1)

    IconButton {
        id: before
        objectName: "versionBefore"
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: Theme.px(20)
        implicitHeight: Theme.px(20)
        icon.name: Theme.rightToLeft ? "after" : "before"
        text: qsTr("Version before")
        keys: "Alt ←"
        enabled: versions.version > 1
        onClicked: versions.wanted(versions.version - 1)
    }
    Figure {
        anchors.verticalCenter: parent.verticalCenter
        text: "\u2066%1 / %2\u2069".arg(versions.version).arg(versions.count)
        unit: qsTr("versions")
        hint: qsTr("Which version is shown, of those that are kept here.")
        color: Theme.ink
        Accessible.name: qsTr("Version %1 of %2").arg(versions.version).arg(versions.count)
    }
    IconButton {
        id: after
        objectName: "versionAfter"
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: Theme.px(20)
        implicitHeight: Theme.px(20)
        icon.name: Theme.rightToLeft ? "before" : "after"
        text: qsTr("Version after")
        keys: "Alt →"
        enabled: versions.version < versions.count
        onClicked: versions.wanted(versions.version + 1)
    }
}
