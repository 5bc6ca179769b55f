import QtQuick
import QtQuick.Templates as T

// One of a few. Tab enters it once, arrows move within, Space or Enter picks; more than six stand in two rows. A first option of more words
// can be as wide as two.
// Enter on what is chosen already is left to the sheet around.
T.Control {
    id: control

    property var options: []                    // what is stored
    property var labels: options                // what is read
    property var hints: []                      // a sentence for each, beside it
    property bool firstIsWide: false
    property string current
    property string name                        // what is being switched, for screen readers
    readonly property int places: options.length + (firstIsWide ? 1 : 0)
    readonly property int columns: Math.max(1, places <= 6 ? places : Math.ceil(places / 2))
    readonly property int rows: Math.ceil(places / columns)
    readonly property int chosen: options.indexOf(current)
    readonly property real cellWidth: (width - 2 * padding) / columns
    readonly property real cellHeight: Theme.px(28)
    property bool gliding: false                // only a choice moves the thumb smoothly, not a layout

    signal picked(option: string)

    padding: Theme.px(3)
    implicitWidth: Theme.px(200)
    implicitHeight: rows * cellHeight + 2 * padding
    onWidthChanged: gliding = false
    onMirroredChanged: gliding = false
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    function column(option: int): int {
        return place(option) % columns
    }

    function place(option: int): int {
        return option > 0 && firstIsWide ? option + 1 : Math.max(0, option)
    }

    function optionAt(place: int): int {
        return firstIsWide ? Math.max(0, place - 1) : place
    }

    function span(option: int): int {
        return option === 0 && firstIsWide ? 2 : 1
    }

    function cellX(option: int): real {
        return (mirrored ? columns - column(option) - span(option) : column(option)) * cellWidth
    }

    function cellY(option: int): real {
        return Math.floor(place(option) / columns) * cellHeight
    }

    function moveFocus(from: int, by: int): void {
        const to = Math.min(options.length - 1, Math.max(0, from + by))
        cells.itemAt(to).forceActiveFocus(Qt.TabFocusReason)
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.well
    }
    contentItem: Item {
        opacity: control.enabled ? 1 : 0.5

        Rectangle {
            visible: control.chosen >= 0
            x: control.cellX(control.chosen)
            y: control.cellY(control.chosen)
            width: control.cellWidth * control.span(control.chosen)
            height: control.cellHeight
            radius: Theme.px(8)
            color: Theme.raised
            border { width: 1; color: Theme.line }

            Behavior on x { enabled: control.gliding; NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
            Behavior on y { enabled: control.gliding; NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
        }
        Repeater {
            id: cells
            model: control.options

            T.AbstractButton {
                id: cell

                required property int index
                required property string modelData
                readonly property bool current: control.chosen === index

                x: control.cellX(index)
                y: control.cellY(index)
                width: control.cellWidth * control.span(index)
                height: control.cellHeight
                text: control.labels[index] ?? modelData
                focusPolicy: current || (control.chosen < 0 && index === 0) ? Qt.TabFocus : Qt.NoFocus
                Accessible.role: Accessible.RadioButton
                Accessible.name: control.name === "" ? text : control.name + ": " + text
                Accessible.description: control.hints[index] ?? ""
                Accessible.checked: current
                Keys.onLeftPressed: control.moveFocus(index, control.mirrored ? 1 : -1)
                Keys.onRightPressed: control.moveFocus(index, control.mirrored ? -1 : 1)
                Keys.onUpPressed: control.moveFocus(index, control.optionAt(control.place(index) - control.columns) - index)
                Keys.onDownPressed: control.moveFocus(index, control.optionAt(control.place(index) + control.columns) - index)
                Keys.onReturnPressed: event => pick(event)
                Keys.onEnterPressed: event => pick(event)
                onClicked: if (!current) {
                    control.gliding = true
                    control.picked(modelData)
                }

                function pick(event: var): void {
                    event.accepted = !current
                    clicked()
                }

                contentItem: Elided {
                    text: cell.text
                    font.pixelSize: Theme.small
                    font.weight: cell.current ? Font.Medium : Font.Normal
                    color: cell.current || cell.hovered ? Theme.ink : Theme.sideDim
                    horizontalAlignment: Text.AlignHCenter
                }
                FocusRing { control: cell; anchors.margins: 0; radius: Theme.px(8) }
                Hint {
                    shown: cell.hovered || cell.visualFocus
                    text: control.hints[cell.index] ?? ""
                }
            }
        }
    }
}
