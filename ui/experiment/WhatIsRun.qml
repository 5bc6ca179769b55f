import QtQuick
import Halftone.App
import Halftone.Controls

// Precisions, kinds of attention and lengths: every one with every other is a cell.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    readonly property real nameWidth: Theme.px(width < Theme.px(420) ? 84 : 104)
    readonly property var grids: ({ "bf16": 4, "int8": 3, "int4": 2, "int3": 2, "int2": 1 })
    readonly property var groups: [
        { name: qsTr("Weights"), hint: qsTr("Loaded once for each, and run in this order."), options: experiment.weightsChoices, picked: experiment.weights },
        { name: qsTr("Attention"), hint: qsTr("Naive stores the scores of all pairs of tokens; flash does not."), options: experiment.attentionChoices, picked: experiment.attentions },
        { name: qsTr("Prompt, tokens"), hint: qsTr("As many as the model's positions and context allow."), unit: qsTr("tokens"), options: experiment.promptChoices, picked: experiment.prompts },
        { name: qsTr("New tokens"), hint: qsTr("Written after each prompt, one by one."), unit: qsTr("tokens"), options: [experiment.generate], picked: [experiment.generate] }
    ]

    function toggle(group: int, option: var): void {
        if (group === 0)
            experiment.toggleWeights(option)
        else if (group === 1)
            experiment.toggleAttention(option)
        else if (group === 2)
            experiment.togglePrompt(option)
    }

    title: qsTr("What is run")
    note: experiment.running ? qsTr("locked while it runs") : ""
    implicitHeight: head + rows.height + Theme.px(14)

    Column {
        id: rows
        x: card.inset
        y: card.head
        width: card.width - 2 * card.inset
        spacing: Theme.px(6)

        Repeater {
            model: card.groups

            Item {
                id: group

                required property int index
                required property var modelData

                width: rows.width
                height: Math.max(chips.height, Theme.px(26))

                Elided {
                    id: name
                    x: Theme.rightToLeft ? group.width - width : 0
                    height: Theme.px(26)
                    width: card.nameWidth - Theme.px(8)
                    horizontalAlignment: Theme.rightToLeft ? Text.AlignRight : Text.AlignLeft
                    text: group.modelData.name
                    color: Theme.dim
                    font.pixelSize: Theme.small

                    HoverHandler { id: pointer }
                    Hint { shown: pointer.hovered && !name.truncated; text: group.modelData.hint }
                }
                Flow {
                    id: chips
                    x: Theme.rightToLeft ? 0 : card.nameWidth
                    width: group.width - card.nameWidth
                    spacing: Theme.px(5)
                    layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                    LayoutMirroring.enabled: false

                    Repeater {
                        model: group.modelData.options

                        PickChip {
                            required property var modelData

                            objectName: "pick" + modelData
                            text: typeof modelData === "number" ? Format.count(modelData) : modelData
                            unit: group.modelData.unit ?? ""
                            hint: group.modelData.hint
                            grid: group.index === 0 ? card.grids[modelData] : 0
                            picked: group.modelData.picked.includes(modelData)
                            enabled: !card.experiment.running && group.index < 3
                            Accessible.name: group.modelData.name + ": " + text
                            onClicked: card.toggle(group.index, modelData)
                        }
                    }
                }
            }
        }
    }
}
