import QtQuick
import QtQuick.Templates as T

// kind: "primary" (what Enter does here), "plain" (outlined), "quiet" (no frame until pointed at), "danger" (Enter never does it).
T.Button {
    id: control

    property string kind: "plain"
    property string keys: ""                    // the shortcut, shown at the end
    property bool raised: false                 // it lies over what is scrolled below it
    property bool wide: keys !== ""             // text at the start, keys at the end

    readonly property color tone: kind === "primary" ? Theme.accentInk
                                  : kind === "danger" ? Theme.danger
                                  : kind === "quiet" && !hovered ? Theme.sideDim : Theme.ink

    implicitWidth: Math.max(Theme.px(36), contentItem.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Theme.px(34)
    leftPadding: Theme.px(kind === "quiet" ? 9 : 14)
    rightPadding: leftPadding
    focusPolicy: Qt.TabFocus
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.role: Accessible.Button
    Keys.enabled: kind !== "danger"
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth + (control.wide ? shortcut.implicitWidth + Theme.px(12) : 0)

        Row {
            id: row
            anchors.verticalCenter: parent.verticalCenter
            x: control.wide ? (control.mirrored ? parent.width - width : 0) : Math.round((parent.width - width) / 2)
            spacing: Theme.px(7)
            layoutDirection: control.mirrored ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.icon.name !== ""
                name: control.icon.name
                color: control.tone
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                color: control.tone
                font.pixelSize: control.wide ? Theme.body : Theme.small
                font.weight: control.kind === "primary" ? Font.DemiBold : control.wide || control.kind === "quiet" ? Font.Normal : Font.Medium
            }
        }
        Label {
            id: shortcut
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            visible: control.wide
            text: control.keys
            color: Theme.sideDim
            font.pixelSize: Theme.note
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.kind === "primary" ? (control.down || control.hovered ? Theme.accentHover : Theme.accent)
               : control.kind === "quiet" ? (control.down || control.hovered ? Theme.hover : "transparent")
               : control.down || control.hovered ? Theme.well : Theme.pane
        border { width: control.kind === "primary" || control.kind === "quiet" ? 0 : 1; color: Theme.line }

        Behavior on color { ColorAnimation { duration: Theme.quick } }

        FocusRing { control: control }
    }
}
