import QtQuick
import QtQml
import QtQuick.Templates as T
import Halftone.Controls

// A switch of a column: pressed, it opens the choice.
Chip {
    id: chip

    required property var options
    required property string current
    property string kind                        // what stands before the value: "kv int8"

    signal picked(value: string)

    text: kind === "" ? current : kind + " " + current
    open: choice.visible
    onClicked: choice.visible ? choice.close() : choice.popup(chip, Theme.rightToLeft ? chip.width - choice.width : 0, chip.height + Theme.px(4))

    Menu {
        id: choice
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
                onTriggered: if (!checked) chip.picked(modelData)
            }
        }
    }
}
