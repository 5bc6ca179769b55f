import QtQuick
import Halftone.App
import Halftone.Controls

// Before any model is open: what can be opened, how, and what was opened before.
Item {
    id: page

    required property RecentModelsModel recentModels

    signal openFileWanted()
    signal openFolderWanted()
    signal modelChosen(path: string)

    onVisibleChanged: if (visible) recentModels.refresh()

    Centred {
        anchors.fill: parent
        rise: Theme.px(16)
        spacing: Theme.px(10)

        Mark {
            anchors.horizontalCenter: parent.horizontalCenter
            size: Theme.px(64)
        }
        Item { width: 1; height: Theme.px(10) }
        Label {
            width: parent.width
            text: qsTr("Open a model")
            font.pixelSize: Theme.px(22)
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            width: parent.width
            text: qsTr("A .gguf or .safetensors file, or a model’s folder. Drop it on this window, or choose it. Files are used where they are, never copied.")
            color: Theme.dim
            wrapMode: Text.Wrap
            lineHeight: 1.35
            horizontalAlignment: Text.AlignHCenter
        }
        Item { width: 1; height: Theme.px(6) }
        Flow {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, openFile.width + openFolder.width + spacing)
            spacing: Theme.gap

            Button {
                id: openFile
                kind: "primary"
                implicitHeight: Theme.px(38)
                text: qsTr("Open file…")
                onClicked: page.openFileWanted()
            }
            Button {
                id: openFolder
                implicitHeight: Theme.px(38)
                text: qsTr("Open folder…")
                onClicked: page.openFolderWanted()
            }
        }
        Item { width: 1; height: Theme.px(14) }
        Caption {
            visible: recent.count > 0
            text: qsTr("Recent")
            leftPadding: Theme.px(12)
            rightPadding: Theme.px(12)
            anchors { left: parent.left }
        }
        Column {
            width: parent.width
            spacing: Theme.px(2)

            Repeater {
                id: recent
                model: page.recentModels

                RecentRow {
                    width: parent.width
                    visible: index < 5
                    onOpened: page.modelChosen(path)
                    onForgotten: page.recentModels.remove(index)
                }
            }
        }
    }
}
