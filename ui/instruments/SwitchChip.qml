import QtQuick
import QtQml
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// A switch in force, as a chip: pressed, it opens the choice.
Chip {
    id: chip

    required property EngineViewModel engine
    required property string key                // of the switch
    required property var options
    required property string current

    enabled: engine.state === EngineViewModel.Ready
    open: choice.visible
    onClicked: choice.visible ? choice.close() : choice.popup(chip, Theme.rightToLeft ? chip.width - choice.width : 0, chip.height + Theme.px(4))

    Menu {
        id: choice
        objectName: chip.key + "Choice"
        implicitWidth: Theme.px(150)
        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

        Instantiator {
            model: chip.options
            onObjectAdded: (index, object) => choice.insertItem(index, object)
            onObjectRemoved: (index, object) => choice.removeItem(object)

            MenuItem {
                required property string modelData

                text: modelData
                checked: modelData === chip.current
                onTriggered: if (!checked) chip.engine.proposeSwitch(chip.key, modelData)
            }
        }
    }
}
