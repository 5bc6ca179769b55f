import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls
import Halftone.Models

// Which model answers, and how it is held: the name opens the model menu, the chips say the switches in force.
Item {
    id: header

    required property EngineViewModel engine
    required property RecentModelsModel recentModels
    required property SettingsViewModel settings
    readonly property bool loaded: engine.modelName !== ""

    signal openFileWanted()
    signal openFolderWanted()
    signal detailsWanted()

    RowLayout {
        anchors { fill: parent; leftMargin: Theme.px(12); rightMargin: Theme.px(14) }
        spacing: Theme.px(6)

        IconButton {
            visible: !header.settings.sidebarVisible
            icon.name: "sidebar"
            text: qsTr("Show conversations")
            keys: "Ctrl B"
            onClicked: header.settings.sidebarVisible = true
        }
        T.Button {
            id: name
            objectName: "modelButton"
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth
            Layout.minimumWidth: Theme.px(80)
            implicitWidth: title.implicitWidth + Theme.px(36)
            implicitHeight: Theme.px(34)
            text: header.loaded ? header.engine.modelName : qsTr("No model")
            Accessible.name: qsTr("Model: %1").arg(Format.isolated(text))
            focusPolicy: Qt.TabFocus
            Keys.onReturnPressed: clicked()
            Keys.onEnterPressed: clicked()
            Keys.onDownPressed: clicked()
            onClicked: menu.popup(name, header.mirroredX(), name.height + Theme.px(4))

            contentItem: Item {
                Label {
                    id: title
                    anchors { left: parent.left; right: arrow.left; verticalCenter: parent.verticalCenter; verticalCenterOffset: 1; leftMargin: Theme.px(8); rightMargin: Theme.px(4) }
                    text: name.text
                    font.pixelSize: Theme.px(15)
                    font.weight: Font.DemiBold
                    color: header.loaded ? Theme.ink : Theme.dim
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignLeft
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
                engine: header.engine
                recentModels: header.recentModels
                onOpenFileWanted: header.openFileWanted()
                onOpenFolderWanted: header.openFolderWanted()
                onDetailsWanted: header.detailsWanted()
            }
        }
        Flow {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.px(25)
            clip: true                          // chips that find no room are left out, last first
            spacing: Theme.px(8)
            opacity: header.loaded ? 1 : 0

            Chip {
                objectName: "weightsChip"
                text: header.engine.precisionLabel
                dot: Theme.weights
                hint: qsTr("How the weights are held")
            }
            Chip {
                objectName: "attentionChip"
                text: header.engine.attentionLabel
                hint: qsTr("How attention is computed")
            }
            Chip {
                objectName: "cacheChip"
                text: header.engine.cacheLabel
                dot: Theme.kv
                hint: qsTr("How the KV cache is held")
            }
            Chip {
                text: header.engine.deviceLabel.split(" ")[0]
                hint: header.engine.deviceLabel
            }
        }
        IconButton {
            icon.name: "panel"
            text: header.settings.instrumentsVisible ? qsTr("Hide instruments") : qsTr("Show instruments")
            keys: "Ctrl I"
            onClicked: header.settings.instrumentsVisible = !header.settings.instrumentsVisible
        }
    }
    Rule { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } }

    // A menu opens from the name's leading edge.
    function mirroredX(): real {
        return Theme.rightToLeft ? name.width - menu.width : 0
    }
}
