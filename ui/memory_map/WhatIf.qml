import QtQuick
import Halftone.App
import Halftone.Controls

// What was expected beside what is; and what another precision, cache or context would take, here and on the usual cards.
FocusScope {
    id: pane

    required property WhatIfViewModel whatIf
    readonly property real inset: Theme.px(18)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("What if")

    Rectangle {
        anchors.fill: parent
        color: Theme.pane

        Rule { anchors { left: parent.left; top: parent.top; bottom: parent.bottom } width: 1; height: parent.height }
    }
    Scroller {
        id: scroller
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
        contentHeight: column.height + 2 * pane.inset

        Column {
            id: column
            x: pane.inset
            y: pane.inset
            width: scroller.width - 2 * pane.inset
            spacing: Theme.px(8)

            Caption {
                width: parent.width
                text: qsTr("Expected and taken")
                horizontalAlignment: Text.AlignLeft
            }
            Repeater {
                model: pane.whatIf.expectations

                Item {
                    id: row

                    required property string key
                    required property string label
                    required property string expected
                    required property string actual
                    required property string off

                    width: column.width
                    height: Theme.px(22)
                    Accessible.role: Accessible.StaticText
                    Accessible.name: qsTr("%1: %2 expected, %3 taken, %4").arg(label).arg(expected).arg(actual).arg(off)

                    Dot {
                        id: dot
                        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                        color: Theme.category(row.key)
                    }
                    Elided {
                        anchors { left: dot.right; right: figures.left; leftMargin: Theme.px(7); rightMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
                        text: row.label
                        font.pixelSize: Theme.note
                    }
                    Row {
                        id: figures
                        anchors.verticalCenter: parent.verticalCenter
                        x: Theme.rightToLeft ? 0 : parent.width - width
                        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                        LayoutMirroring.enabled: false

                        Figure { width: Theme.px(60); text: row.expected; horizontalAlignment: Text.AlignRight }
                        Figure { width: Theme.px(60); text: row.actual; color: Theme.ink; horizontalAlignment: Text.AlignRight }
                        Figure { width: Theme.px(73); text: row.off; horizontalAlignment: Text.AlignRight }
                    }
                    HoverHandler { id: pointer }
                    Hint {
                        shown: pointer.hovered
                        text: row.key === "kv" ? qsTr("Expected with a full context; taken now.") : row.key === "weights" ? qsTr("As the sheet said before loading; as the allocator counts now.")
                                                                                                : qsTr("As the sheet said before loading; the most that the allocator has counted.")
                    }
                }
            }
            Item { width: 1; height: Theme.px(6) }
            Caption {
                width: parent.width
                text: qsTr("What if")
                horizontalAlignment: Text.AlignLeft
            }
            Item {
                width: column.width
                height: Theme.px(20)

                Label { anchors { left: parent.left; verticalCenter: parent.verticalCenter } text: qsTr("Context"); font.pixelSize: Theme.small }
                Figure { anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: qsTr("%1 tokens").arg(Format.count(pane.whatIf.context)); hint: qsTr("How many tokens of a conversation the cache would have room for."); color: Theme.ink; font.pixelSize: Theme.small }
            }
            Slider {
                // By powers of two, between 512 tokens and the longest.
                readonly property real least: 9
                readonly property real most: Math.max(least + 1, Math.log2(Math.max(1024, pane.whatIf.mostContext)))

                objectName: "whatIfContext"
                width: column.width
                name: qsTr("Context")
                from: least
                to: most
                stepSize: 0.125
                value: Math.log2(Math.max(512, pane.whatIf.context))
                onMoved: pane.whatIf.context = value >= most ? pane.whatIf.mostContext : Math.round(Math.pow(2, value) / 64) * 64
            }
            Item {
                width: column.width
                height: Theme.px(20)

                Label { anchors { left: parent.left; verticalCenter: parent.verticalCenter } text: qsTr("Weights"); font.pixelSize: Theme.small }
                Figure { anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: pane.whatIf.weights + " · " + pane.whatIf.weightsText; hint: qsTr("What the weights would take in this precision, by the shapes of the tensors."); color: Theme.ink; font.pixelSize: Theme.small }
            }
            SegmentedSwitch {
                objectName: "whatIfWeights"
                width: column.width
                name: qsTr("Weights")
                options: pane.whatIf.weightsChoices
                current: pane.whatIf.weights
                onPicked: option => pane.whatIf.weights = option
            }
            Item {
                width: column.width
                height: Theme.px(20)

                Label { anchors { left: parent.left; verticalCenter: parent.verticalCenter } text: qsTr("KV cache"); font.pixelSize: Theme.small }
                Figure { anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: pane.whatIf.cache + " · " + pane.whatIf.cacheText; hint: qsTr("What a full cache would take: keys and values of each layer, head and token, in this format."); color: Theme.ink; font.pixelSize: Theme.small }
            }
            SegmentedSwitch {
                objectName: "whatIfCache"
                width: column.width
                name: qsTr("KV cache")
                options: pane.whatIf.cacheChoices
                current: pane.whatIf.cache
                onPicked: option => pane.whatIf.cache = option
            }
            Item { width: 1; height: Theme.px(2) }
            Repeater {
                model: pane.whatIf.cards

                Column {
                    id: card

                    required property string label
                    required property bool fits
                    required property string verdict
                    required property var parts
                    required property bool own
                    required property string longest

                    width: column.width
                    spacing: Theme.px(3)
                    topPadding: Theme.px(4)

                    Item {
                        width: parent.width
                        height: Theme.px(18)

                        Label {
                            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                            text: card.label
                            font { pixelSize: Theme.note; weight: card.own ? Font.DemiBold : Font.Normal }
                        }
                        Figure {
                            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                            text: card.verdict
                            color: card.fits ? Theme.good : Theme.danger
                        }
                        HoverHandler { id: cardPointer }
                        Hint {
                            shown: cardPointer.hovered
                            text: (card.own ? qsTr("The longest context in the memory that is free now, with what Halftone holds given back.")
                                            : qsTr("The longest context on such a card, 512 MiB of it kept free for other programs."))
                                  + (card.fits || card.longest === "" ? "" : " " + qsTr("Here: %1.").arg(card.longest))
                        }
                    }
                    DotBar {                    // beyond the card red
                        objectName: "whatIfBar"
                        width: parent.width
                        rows: 2
                        parts: card.parts
                        Accessible.name: card.label + ": " + card.verdict
                    }
                }
            }
        }
    }
    Column {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: pane.inset }
        spacing: Theme.px(10)

        Rule { width: parent.width }
        Figure {
            objectName: "whatIfVerdict"
            width: parent.width
            text: pane.whatIf.verdict
            hint: qsTr("Weights, a full cache, activations and workspace together, beside the memory that is free now.")
            color: Theme.ink
            font { pixelSize: Theme.body; weight: Font.DemiBold }
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
        Row {
            spacing: Theme.px(8)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false
            anchors.left: parent.left

            Button {
                objectName: "applyWhatIf"
                kind: "primary"
                enabled: pane.whatIf.different
                text: pane.whatIf.applyLabel
                onClicked: pane.whatIf.apply()
            }
            Button {
                objectName: "resetWhatIf"
                visible: pane.whatIf.different
                text: qsTr("As it is")
                onClicked: pane.whatIf.reset()
            }
        }
    }
}
