import QtQuick
import Halftone.App
import Halftone.Controls

// Every byte has a place: weights by layer, what grows beside them, and the one that is chosen, to the byte.
FocusScope {
    id: view

    required property MemoryMapViewModel map
    required property InstrumentsViewModel instruments
    required property WhatIfViewModel whatIf
    readonly property bool docked: width >= Theme.px(900)      // the pane, beside the map
    property bool asking: false                 // it is laid over, where it is not
    property int pointed: -1                    // the tile under the pointer

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Memory map")
    Keys.onPressed: event => handle(event)

    function stepAside(by: int): void {
        map.step(by, 0)
    }

    function handle(event: var): void {
        const forwards = Theme.rightToLeft ? -1 : 1
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Left: map.step(-forwards, 0); break
        case Qt.Key_Right: map.step(forwards, 0); break
        case Qt.Key_Up: map.step(0, -1); break
        case Qt.Key_Down: map.step(0, 1); break
        case Qt.Key_Return: case Qt.Key_Enter: map.enter(); break
        case Qt.Key_Backspace: map.leave(); break
        default: event.accepted = false
        }
    }

    ViewHeader {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        name: view.map.within < 0 ? qsTr("Memory map") : qsTr("Layer %1").arg(view.map.within)
        seen: qsTr("Area is bytes. The weights are there from the start, layer by layer; beside them grows what a conversation needs. The finer the print, the more bits a number has.")
        tries: [qsTr("Switch the weights from bf16 to int4: they shrink to less than a third, and the cache becomes what matters."),
                qsTr("Write a long message and look at the cache: it grows with every token."),
                qsTr("Choose naive attention and a long prompt: the workspace grows with the square of its length.")]
        note: view.map.asIfText
        exports: view.map.known
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.rightToLeft ? parent.width - width : 0
            spacing: Theme.px(8)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Button {
                objectName: "leaveLayer"
                visible: view.map.within >= 0
                kind: "quiet"
                text: qsTr("Everything")
                onClicked: view.map.leave()
            }
            Button {
                objectName: "askWhatIf"
                visible: !view.docked && view.map.known
                text: qsTr("What if…")
                onClicked: view.asking = !view.asking
            }
        }
    }
    Label {
        objectName: "mapHint"
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.px(24), Theme.px(460))
        visible: !view.map.known
        text: view.map.hint
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.35
    }
    WhatIf {
        id: pane
        objectName: "whatIf"
        anchors { right: parent.right; top: header.bottom; bottom: parent.bottom }
        z: 1
        width: Math.min(Theme.px(316), parent.width)
        visible: view.map.known && (view.docked || view.asking)
        whatIf: view.whatIf
        Keys.onEscapePressed: event => {
            event.accepted = view.asking && !view.docked
            view.asking = false
        }
    }
    Item {
        anchors { left: parent.left; right: view.docked && pane.visible ? pane.left : parent.right; top: header.bottom; bottom: parent.bottom; margins: Theme.px(24); topMargin: Theme.px(12); bottomMargin: Theme.px(16) }
        visible: view.map.known

        Figure {
            id: total
            objectName: "mapTotal"
            anchors { left: parent.left; right: parent.right; top: parent.top }
            text: view.map.totalText
            unit: qsTr("parts")
            hint: view.map.asIfText === "" ? qsTr("The allocators' own count of what Halftone holds, to the byte, and of how many parts.")
                                           : qsTr("What the sheet expects of the settings that are tried here; a dashed line is around what would be otherwise.")
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.small
        }
        Flow {
            id: legend
            anchors { left: parent.left; right: parent.right; top: total.bottom; topMargin: Theme.px(8) }
            spacing: Theme.px(14)

            Repeater {
                model: view.instruments.categories

                Row {
                    id: item

                    required property string key
                    required property string label
                    required property real bytes
                    required property string text
                    required property string tooltip

                    visible: key !== "others" && bytes > 0
                    spacing: Theme.px(7)
                    layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                    LayoutMirroring.enabled: false

                    Dot { anchors.verticalCenter: parent.verticalCenter; color: Theme.category(item.key) }
                    Label { text: item.label; font.pixelSize: Theme.small }
                    Figure { text: item.text; hint: item.tooltip; font.pixelSize: Theme.small }
                }
            }
        }
        Item {                                  // the names of several devices, each above its map
            id: devices
            objectName: "mapDevices"
            anchors { left: parent.left; right: parent.right; top: legend.bottom; topMargin: Theme.px(10) }
            height: view.map.devices.length > 0 ? Theme.px(20) : 0

            Repeater {
                model: view.map.devices

                Item {
                    id: device

                    required property var modelData
                    readonly property real from: modelData.from * devices.width

                    x: Theme.rightToLeft ? devices.width - from - width : from
                    width: (modelData.to - modelData.from) * devices.width
                    height: devices.height

                    Elided {
                        id: deviceName
                        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                        width: Math.min(implicitWidth, parent.width)
                        text: device.modelData.name
                        font { pixelSize: Theme.small; weight: Font.DemiBold }
                    }
                    Figure {
                        anchors { left: deviceName.right; leftMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                        text: device.modelData.bytes + " · " + device.modelData.layers
                        unit: qsTr("layers")
                        hint: qsTr("What Halftone holds of this device's memory, as its allocator counts, and the model's layers that lie there. Areas of all devices are of one scale.")
                        visible: device.width - deviceName.width > implicitWidth + Theme.px(8)
                    }
                }
            }
        }
        MemoryMapPicture {
            id: picture
            objectName: "mapPicture"
            anchors { left: parent.left; right: parent.right; top: devices.bottom; bottom: card.top; topMargin: devices.height > 0 ? Theme.px(4) : 0; bottomMargin: Theme.px(10) }
            activeFocusOnTab: true
            focus: true
            map: view.map
            colors: [Theme.weights, Theme.kv, Theme.activations, Theme.workspace, Theme.unattributed]
            background: Theme.background
            ink: Theme.ink
            accent: Theme.accent
            fontFamily: Theme.family
            pixelSize: Theme.caption
            zoom: Theme.zoom
            mirrored: Theme.rightToLeft
            Accessible.role: Accessible.Chart
            Accessible.name: view.map.chosen < 0 ? header.name + ", " + view.map.totalText : view.map.chosenText

            HoverHandler {
                id: pointer
                onPointChanged: view.pointed = hovered ? picture.tileAt(point.position.x, point.position.y) : -1
                onHoveredChanged: if (!hovered) view.pointed = -1
            }
            MouseArea {
                anchors.fill: parent
                onPressed: picture.forceActiveFocus(Qt.MouseFocusReason)
                onClicked: event => view.map.choose(picture.tileAt(event.x, event.y))
                onDoubleClicked: event => {
                    view.map.choose(picture.tileAt(event.x, event.y))
                    if (view.map.within < 0)
                        view.map.enter()
                    else
                        view.map.leave()
                }
            }
            Rectangle {
                readonly property bool above: pointer.point.position.y + Theme.px(18) + height > picture.height

                visible: view.pointed >= 0 && view.pointed !== view.map.chosen
                x: Math.max(0, Math.min(picture.width - width, pointer.point.position.x - width / 2))
                y: above ? pointer.point.position.y - height - Theme.px(10) : pointer.point.position.y + Theme.px(18)
                width: Math.min(said.implicitWidth + Theme.px(20), picture.width)
                height: said.implicitHeight + Theme.px(12)
                radius: Theme.px(8)
                color: Theme.dark ? Theme.ink : "#2B2B31"

                Figure {
                    id: said
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(10) }
                    wrapMode: Text.Wrap
                    text: view.pointed >= 0 ? view.map.nameAt(view.pointed) : ""
                    color: Theme.background
                }
            }
            FocusRing { control: picture }
        }
        Rectangle {
            id: card
            objectName: "mapCard"
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: Theme.px(52)
            radius: Theme.px(14)
            color: Theme.pane
            border { width: 1; color: Theme.line }

            Elided {
                id: name
                anchors { left: parent.left; right: figures.left; leftMargin: Theme.px(16); rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
                text: view.map.chosen < 0 ? qsTr("Choose a place, by a click or the arrows; Enter goes into its layer") : view.map.chosenName
                color: view.map.chosen < 0 ? Theme.dim : Theme.ink
                font.weight: view.map.chosen < 0 ? Font.Normal : Font.DemiBold
            }
            Row {
                id: figures
                anchors { right: parent.right; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                spacing: Theme.px(18)

                Repeater {
                    model: view.map.chosenFigures

                    Figure {
                        required property string modelData

                        text: modelData
                        hint: qsTr("The format it is held in, and its bytes as the allocator counts them.")
                        font.pixelSize: Theme.small
                    }
                }
                Figure {
                    visible: text !== "" && view.width >= Theme.px(700)
                    text: view.map.chosenShare
                    hint: qsTr("Its bytes by all the bytes that Halftone holds.")
                    font.pixelSize: Theme.small
                }
            }
        }
    }
}
