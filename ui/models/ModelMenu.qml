import QtQuick
import QtQml
import Halftone.App
import Halftone.Controls

// What can be done about models: open another, look at this one, close it.
Menu {
    id: menu

    required property EngineViewModel engine
    required property RecentModelsModel recentModels
    readonly property bool loaded: engine.modelName !== ""

    signal openFileWanted()
    signal openFolderWanted()
    signal detailsWanted()

    onAboutToShow: recentModels.refresh()

    MenuItem { text: qsTr("Open file…"); keys: "Ctrl O"; onTriggered: menu.openFileWanted() }
    MenuItem { text: qsTr("Open folder…"); keys: "Ctrl Shift O"; onTriggered: menu.openFolderWanted() }
    MenuRule { }
    MenuItem { text: qsTr("About this model"); enabled: menu.loaded; onTriggered: menu.detailsWanted() }
    MenuItem { text: qsTr("Close the model"); enabled: menu.loaded; onTriggered: menu.engine.unload() }

    Instantiator {
        model: menu.recentModels
        onObjectAdded: (index, object) => menu.insertItem(5 + index, object)
        onObjectRemoved: (index, object) => menu.removeItem(object)

        MenuItem {
            required property int index
            required property string name
            required property string path
            required property bool exists

            text: name
            note: path
            enabled: exists
            visible: index < 5
            onTriggered: menu.engine.openPath(path)
        }
    }
}
