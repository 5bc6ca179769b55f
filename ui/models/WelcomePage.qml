import QtQuick
import Halftone.App
import Halftone.Controls

// Before any model is open: from nothing to a first answer with one key. It stands at the top: what is found appears below, and moves
// nothing that is there.
Centred {
    id: page

    required property RecentModelsModel recentModels
    required property FoundModelsModel foundModels
    required property StartOffer offer
    readonly property bool low: height < Theme.px(480)

    signal openFileWanted()
    signal openFolderWanted()
    signal modelChosen(path: string)

    span: Theme.px(680)
    begin: Theme.px(low ? 16 : 28)
    spacing: Theme.px(13)
    onVisibleChanged: look()
    Component.onCompleted: look()

    // From the composer below: the last that can be reached by Tab.
    function focusLast(): void {
        end.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    }

    function look(): void {
        if (!visible)
            return
        recentModels.refresh()
        foundModels.refresh()
    }

    Item {
        width: parent.width
        height: target.height + Theme.px(page.low ? 64 : 84)

        HalftoneFrame { anchors.fill: parent }
        Column {
            id: target
            anchors.centerIn: parent
            width: parent.width - Theme.px(80)
            spacing: Theme.px(8)

            Label {
                width: parent.width
                text: qsTr("Drop a model here")
                font.pixelSize: Theme.px(20)
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
            }
            Label {
                width: parent.width
                visible: !page.low
                text: qsTr("a .gguf or .safetensors file, or a model’s folder")
                color: Theme.dim
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
            }
            Item { width: 1; height: Theme.px(4) }
            Flow {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(parent.width, openFile.width + openFolder.width + spacing)
                spacing: Theme.gap

                Button {
                    id: openFile
                    kind: page.offer.path === "" ? "primary" : "plain"
                    icon.name: "file"
                    text: qsTr("Open file…")
                    onClicked: page.openFileWanted()
                    Hint { shown: parent.hovered || parent.visualFocus; text: "Ctrl O" }
                }
                Button {
                    id: openFolder
                    icon.name: "folder"
                    text: qsTr("Open folder…")
                    onClicked: page.openFolderWanted()
                    Hint { shown: parent.hovered || parent.visualFocus; text: "Ctrl Shift O" }
                }
            }
        }
    }
    DemoCard {
        width: parent.width
        offer: page.offer
    }
    RecentModels {
        width: parent.width
        recentModels: page.recentModels
        offer: page.offer
        onChosen: path => page.modelChosen(path)
    }
    FoundModels {
        width: parent.width
        foundModels: page.foundModels
        onChosen: path => page.modelChosen(path)
    }
    Label {
        id: end
        width: parent.width
        text: qsTr("Models are files that others publish, most of them on huggingface.co, as GGUF or as a folder. Files are used where they are: nothing is copied, nothing leaves this computer.")
        color: Theme.dim
        font.pixelSize: Theme.note
        lineHeight: 1.35
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
}
