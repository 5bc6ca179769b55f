import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls
import Halftone.Instruments
import Halftone.Models

// Which model answers, and how it is held: the name opens the model menu, the chips say the switches in force and open their choice.
// Where the chips find no room beside the name they stand below it.
Item {
    id: header

    required property EngineViewModel engine
    required property InstrumentsViewModel instruments
    required property RecentModelsModel recentModels
    required property bool conversationsAway    // neither the list nor the rail is in sight
    required property bool instrumentsAway
    readonly property bool loaded: engine.modelName !== ""

    readonly property real start: Theme.px(12) + (conversations.visible ? conversations.width + Theme.px(6) : 0)
    readonly property real end: Theme.px(14) + panel.width + Theme.px(8)
    readonly property real chipsWidth: {
        let sum = 0
        for (const chip of Array.from(chips.children))
            if (chip.visible)
                sum += chip.width + chips.spacing
        return sum
    }
    readonly property real beside: width - start - end - chipsWidth             // what the name has beside them
    readonly property bool stacked: loaded && beside < Math.min(name.implicitWidth, Theme.px(130)) + Theme.px(8)

    signal openFileWanted()
    signal openFolderWanted()
    signal detailsWanted()
    signal conversationsWanted()
    signal instrumentsWanted()

    implicitHeight: Theme.px(56) + (stacked ? chips.height + Theme.px(4) : 0)

    IconButton {
        id: conversations
        objectName: "conversationsButton"
        anchors { left: parent.left; leftMargin: Theme.px(12) }
        y: Math.round((Theme.px(56) - height) / 2)
        visible: header.conversationsAway
        icon.name: "list"
        text: qsTr("Show conversations")
        keys: "Ctrl B"
        onClicked: header.conversationsWanted()
    }
    T.Button {
        id: name
        objectName: "modelButton"
        anchors { left: parent.left; leftMargin: header.start }
        y: Math.round((Theme.px(56) - height) / 2)
        width: Math.min(implicitWidth, header.stacked ? header.width - header.start - header.end : header.loaded ? header.beside - Theme.px(8) : header.width - header.start - header.end)
        implicitWidth: Math.ceil(title.implicitWidth) + Theme.px(36)
        implicitHeight: Theme.px(34)
        text: header.loaded ? header.engine.modelName : qsTr("No model")
        Accessible.name: qsTr("Model: %1").arg(Format.isolated(text))
        focusPolicy: Qt.TabFocus
        Keys.onReturnPressed: clicked()
        Keys.onEnterPressed: clicked()
        Keys.onDownPressed: clicked()
        onClicked: menu.visible ? menu.close() : menu.popup(name, header.mirroredX(), name.height + Theme.px(4))

        contentItem: Item {
            Elided {
                id: title
                anchors { left: parent.left; right: arrow.left; verticalCenter: parent.verticalCenter; verticalCenterOffset: 1; leftMargin: Theme.px(8); rightMargin: Theme.px(4) }
                text: name.text
                quiet: menu.visible
                font.pixelSize: Theme.px(15)
                font.weight: Font.DemiBold
                color: header.loaded ? Theme.ink : Theme.dim
            }
            Icon {
                id: arrow
                anchors { right: parent.right; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
                name: "chevron"
                color: Theme.dim
            }
        }
        background: Rectangle {
            radius: Theme.px(9)
            color: name.hovered || menu.visible ? Theme.hover : "transparent"

            FocusRing { control: name }
        }
        ModelMenu {
            id: menu
            objectName: "modelMenu"
            closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent
            engine: header.engine
            recentModels: header.recentModels
            onOpenFileWanted: header.openFileWanted()
            onOpenFolderWanted: header.openFolderWanted()
            onDetailsWanted: header.detailsWanted()
        }
    }
    Flow {
        id: chips
        objectName: "switchChips"
        anchors { left: header.stacked ? parent.left : name.right; leftMargin: header.stacked ? Theme.px(14) : Theme.px(8) }
        y: header.stacked ? Theme.px(50) : Math.round((Theme.px(56) - height) / 2)
        width: header.stacked ? header.width - Theme.px(28) : header.chipsWidth
        spacing: Theme.px(8)
        visible: header.loaded

        SwitchChip {
            objectName: "weightsChip"
            engine: header.engine
            kind: EngineSwitch.Weights
            options: header.engine.weightsChoices
            labels: header.engine.weightsLabels
            hints: header.engine.weightsHints
            current: header.engine.weights
            text: header.engine.precisionLabel
            dot: Theme.weights
            hint: qsTr("How the weights are held")
        }
        SwitchChip {
            objectName: "attentionChip"
            engine: header.engine
            kind: EngineSwitch.Attention
            options: header.engine.attentionChoices
            current: header.engine.attention
            text: header.engine.attentionLabel
            hint: qsTr("How attention is computed")
        }
        SwitchChip {
            objectName: "cacheChip"
            engine: header.engine
            kind: EngineSwitch.Cache
            options: header.engine.cacheChoices
            current: header.engine.cache
            text: header.engine.cacheLabel
            dot: Theme.kv
            hint: qsTr("How the KV cache is held")
        }
        Chip {
            objectName: "deviceChip"
            visible: header.width >= Theme.px(800)      // said in the instruments, too
            text: header.engine.deviceBrief
            hint: header.engine.deviceNote === "" ? header.engine.deviceLabel : header.engine.deviceLabel + "\n" + header.engine.deviceNote
            onClicked: header.detailsWanted()
        }
        MemoryChip {
            objectName: "memoryChip"
            visible: header.instrumentsAway
            instruments: header.instruments
            onClicked: header.instrumentsWanted()
        }
    }
    IconButton {
        id: panel
        objectName: "instrumentsButton"
        anchors { right: parent.right; rightMargin: Theme.px(14) }
        y: Math.round((Theme.px(56) - height) / 2)
        icon.name: "panel"
        text: header.instrumentsAway ? qsTr("Show instruments") : qsTr("Hide instruments")
        keys: "Ctrl I"
        onClicked: header.instrumentsWanted()
    }
    Rule { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } }

    // A menu opens from the name's leading edge.
    function mirroredX(): real {
        return Theme.rightToLeft ? name.width - menu.width : 0
    }
}
