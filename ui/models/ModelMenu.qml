import QtQuick
import QtQml
import Halftone.App
import Halftone.Controls

// What can be done about models: open another, look at this one, close it.
Menu {
    id: models

    required property EngineViewModel engine
    required property RecentModelsModel recentModels
    readonly property bool loaded: engine.modelName !== ""

    signal openFileWanted()
    signal openFolderWanted()
    signal detailsWanted()

    onAboutToShow: recentModels.refresh()

    MenuItem { text: qsTr("Open file…"); keys: "Ctrl O"; onTriggered: models.openFileWanted() }
    MenuItem { text: qsTr("Open folder…"); keys: "Ctrl Shift O"; onTriggered: models.openFolderWanted() }
    MenuRule { }
    MenuItem { text: qsTr("About this model"); enabled: models.loaded; onTriggered: models.detailsWanted() }
    MenuItem { text: qsTr("Close the model"); enabled: models.loaded; onTriggered: models.engine.unload() }

    MenuRule {
        absent: models.recentModels.count === 0
    }

    Instantiator {
        model: models.recentModels
        onObjectAdded: (index, object) => models.insertItem(6 + index, object)
        onObjectRemoved: (index, object) => models.removeItem(object)

        MenuItem {
            required property int index
            required property string name
            required property string path
            required property bool exists

            text: name
            note: path
            enabled: exists
            absent: index >= 5
            onTriggered: models.engine.openPath(path)
        }
    }
}
