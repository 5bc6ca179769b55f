import QtQuick
import Halftone.App
import Halftone.Controls

// Our own dialog for a model, where the desktop has none.
Sheet {
    id: sheet

    required property FileChooser chooser
    property url begin: chooser.home            // the folder that it begins with; then where it was left
    readonly property OpenList list: place.item as OpenList
    readonly property OpenRow row: list === null ? null : list.row

    signal chosen(model: url)

    objectName: "openSheet"
    title: qsTr("Open a model")
    span: Theme.px(620)
    choosing: true
    onMoved: by => list.step(by)
    onAboutToHide: begin = list.folder

    function take(model: url): void {
        close()
        chosen(model)
    }

    footer: [
        Button { kind: "quiet"; text: qsTr("Cancel"); onClicked: sheet.close() },
        Button { objectName: "openThisFolder"; text: qsTr("Open this folder"); onClicked: sheet.take(sheet.list.folder) },
        Button {
            objectName: "openChosen"
            kind: "primary"
            enabled: sheet.row !== null
            text: sheet.row !== null && sheet.row.inside ? qsTr("Look inside") : qsTr("Open")
            onClicked: sheet.list.accept()
        }
    ]

    Loader {
        id: place
        width: parent.width
        active: sheet.visible                   // nothing is read before it is asked for
        focus: true

        sourceComponent: OpenList {
            chooser: sheet.chooser
            begin: sheet.begin
            listHeight: Math.max(Theme.px(110), Math.min(Theme.px(360), (sheet.whole ? sheet.parent.height : sheet.room) - Theme.px(190)))
            onTaken: model => sheet.take(model)
        }
    }
}
