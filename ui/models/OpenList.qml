import QtQuick
import QtQuick.Templates as T
import Qt.labs.folderlistmodel
import Halftone.App
import Halftone.Controls

// One folder at a time: the folders in it and the files that can be models, to be gone through with keys or the mouse.
Column {
    id: browser

    required property FileChooser chooser
    required property url begin                 // the folder that is shown first
    property real listHeight: Theme.px(360)
    property url folder: begin
    readonly property url above: chooser.above(folder)
    readonly property OpenRow row: list.count > 0 ? list.currentItem as OpenRow : null
    property string cameFrom                    // the folder that was left upwards
    property string typed                       // the beginning of a name

    signal taken(model: url)

    spacing: Theme.px(10)
    Component.onCompleted: list.forceActiveFocus()

    function choose(index: int): void {
        list.currentIndex = Math.max(0, Math.min(list.count - 1, index))
        list.positionViewAtIndex(list.currentIndex, ListView.Contain)
    }

    function step(by: int): void {
        choose(list.currentIndex + by)
    }

    function goInto(other: url): void {
        cameFrom = ""
        folder = other
        list.forceActiveFocus()
    }

    function goUp(): void {
        if (String(above) === "")
            return
        cameFrom = decodeURIComponent(String(folder).split("/").pop())
        folder = above
        list.forceActiveFocus()
    }

    // What Enter and a second press mean: a folder that is no model is looked into.
    function accept(): void {
        if (!row)
            return
        if (row.inside)
            goInto(row.url)
        else
            taken(row.url)
    }

    // The folder that was left is the one chosen above.
    function settle(): void {
        for (let i = 0; cameFrom !== "" && i < files.count; ++i)
            if (files.get(i, "fileName") === cameFrom)
                return choose(i)
        choose(0)
    }

    // The next row whose name begins with what was typed within a second.
    function jump(letters: string): void {
        typed = (forgetting.running ? typed : "") + letters.toLowerCase()
        forgetting.restart()
        const first = list.currentIndex + (typed.length === 1 ? 1 : 0)
        for (let i = 0; i < list.count; ++i) {
            const index = (first + i) % list.count
            if (String(files.get(index, "fileName")).toLowerCase().startsWith(typed))
                return choose(index)
        }
    }

    Timer {
        id: forgetting
        interval: 1000
    }
    FolderListModel {
        id: files
        nameFilters: ["*.gguf", "*.safetensors"]
        caseSensitive: false
        showDirsFirst: true
        sortCaseSensitive: false
        folder: browser.folder
        onStatusChanged: if (status === FolderListModel.Ready) browser.settle()
    }
    Item {
        width: parent.width
        height: Theme.px(32)

        IconButton {
            id: up
            objectName: "upButton"
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            icon.name: "up"
            text: qsTr("The folder above")
            keys: qsTr("Backspace")
            enabled: String(browser.above) !== ""
            onClicked: browser.goUp()
        }
        IconButton {
            id: home
            anchors { left: up.right; verticalCenter: parent.verticalCenter }
            icon.name: "home"
            text: qsTr("Home folder")
            onClicked: browser.goInto(browser.chooser.home)
        }
        Elided {
            objectName: "openPath"
            anchors { left: home.right; right: parent.right; leftMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            text: browser.chooser.pathText(browser.folder)
            font.pixelSize: Theme.small
            font.weight: Font.Medium
            elide: Text.ElideMiddle
        }
    }
    Rectangle {
        width: parent.width
        height: browser.listHeight
        radius: Theme.px(10)
        color: "transparent"
        border { width: 1; color: list.activeFocus ? Theme.fade(Theme.accent, 0.75) : Theme.line }

        ListView {
            id: list
            objectName: "openList"
            anchors { fill: parent; margins: Theme.px(4) }
            model: files
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: false
            highlightMoveDuration: 0
            T.ScrollBar.vertical: ScrollBar { }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Folders and models")
            Keys.onPressed: event => {
                const steps = { [Qt.Key_Home]: -count, [Qt.Key_End]: count, [Qt.Key_PageUp]: -8, [Qt.Key_PageDown]: 8 }
                const inwards = Theme.rightToLeft ? Qt.Key_Left : Qt.Key_Right
                const outwards = Theme.rightToLeft ? Qt.Key_Right : Qt.Key_Left
                event.accepted = true
                if (event.key in steps)
                    browser.step(steps[event.key])
                else if (event.key === Qt.Key_Backspace || event.key === outwards)
                    browser.goUp()
                else if (event.key === inwards && browser.row !== null && browser.row.fileIsDir)
                    browser.goInto(browser.row.url)
                else if (event.text > " " && event.text !== "\u007f" && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier)))
                    browser.jump(event.text)
                else
                    event.accepted = false
            }

            delegate: OpenRow {
                width: ListView.view.width
                chooser: browser.chooser
                chosen: ListView.isCurrentItem
                onPicked: {
                    browser.choose(index)
                    list.forceActiveFocus()
                }
                onTaken: browser.accept()
            }
        }
        Label {
            objectName: "openNothing"
            anchors.centerIn: parent
            width: parent.width - Theme.px(32)
            visible: list.count === 0 && files.status === FolderListModel.Ready
            text: qsTr("No folders here, and no .gguf or .safetensors files")
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
