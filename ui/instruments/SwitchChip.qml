import QtQuick
import QtQml
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// A switch in force, as a chip: pressed, it opens the choice.
Chip {
    id: chip

    required property EngineViewModel engine
    required property int kind                  // an EngineSwitch
    required property var options
    required property string current
    property var labels: options                // what is read
    property var hints: []                      // a line below each

    enabled: engine.state === EngineViewModel.Ready
    open: choice.visible
    onClicked: choice.visible ? choice.close() : choice.popup(chip, Theme.rightToLeft ? chip.width - choice.width : 0, chip.height + Theme.px(4))

    Menu {
        id: choice
        objectName: chip.objectName.replace("Chip", "Choice")
        implicitWidth: Theme.px(chip.hints.length > 0 ? 240 : 150)
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

        Instantiator {
            model: chip.options
            onObjectAdded: (index, object) => choice.insertItem(index, object)
            onObjectRemoved: (index, object) => choice.removeItem(object)

            MenuItem {
                required property int index
                required property string modelData

                text: chip.labels[index] ?? modelData
                note: chip.hints[index] ?? ""
                checked: modelData === chip.current
                onTriggered: if (!checked) chip.engine.proposeSwitch(chip.kind, modelData)
            }
        }
    }
}
