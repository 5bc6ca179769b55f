import QtQuick
import Halftone.App
import Halftone.Controls

// What is looked at: which layer and head, with or without positions; how far it looks back, and what it takes to show it.
FocusScope {
    id: pane

    required property AttentionViewModel attention
    readonly property real inset: Theme.px(18)
    readonly property bool shown: attention.state === AttentionViewModel.Shown

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Layers and heads")

    Rectangle {
        anchors.fill: parent
        color: Theme.pane

        Rule { anchors { left: parent.left; top: parent.top; bottom: parent.bottom } width: 1; height: parent.height }
    }
    Scroller {
        id: scroller
        anchors.fill: parent
        contentHeight: column.height + 2 * pane.inset

        Column {
            id: column
            x: pane.inset
            y: pane.inset
            width: scroller.width - 2 * pane.inset
            spacing: Theme.px(12)

            Stepper {
                objectName: "layer"
                width: column.width
                label: qsTr("Layer")
                hint: qsTr("Which of the model's layers is shown, counted from 0.")
                value: pane.attention.layer
                count: pane.attention.layers
                keys: "Alt ↑ ↓"
                onPicked: value => pane.attention.layer = value
            }
            Rule { width: column.width }
            Stepper {
                objectName: "head"
                width: column.width
                label: qsTr("Head")
                hint: qsTr("Which of the layer's heads is shown, counted from 0.")
                value: pane.attention.head
                count: pane.attention.heads
                keys: "Alt ← →"
                onPicked: value => pane.attention.head = value
            }
            HeadStrip {
                objectName: "heads"
                width: column.width
                visible: pane.shown
                attention: pane.attention
            }
            Rule { width: column.width }
            Caption {
                width: column.width
                text: qsTr("Position encoding")
                horizontalAlignment: Text.AlignLeft
            }
            SegmentedSwitch {
                objectName: "encoding"
                width: column.width
                enabled: pane.attention.whyNotWithout === ""
                name: qsTr("Position encoding")
                options: ["asIs", "without", "share"]
                labels: [qsTr("as it is"), qsTr("without"), qsTr("its share")]
                hints: [pane.attention.positions, qsTr("The same queries and keys unrotated (RoPE) or without the bias (ALiBi)"), qsTr("The difference; in the other colour where position takes away")]
                current: enabled ? pane.attention.encoding : "asIs"
                onPicked: option => pane.attention.encoding = option
            }
            Label {
                width: column.width
                text: pane.attention.whyNotWithout !== "" ? pane.attention.whyNotWithout
                                                          : qsTr("“Without” scores the same queries and keys as if no token had a place; “its share” is the difference.")
                color: Theme.dim
                font.pixelSize: Theme.note
                wrapMode: Text.Wrap
                lineHeight: 1.3
                horizontalAlignment: Text.AlignLeft
            }
            Rule { width: column.width; visible: pane.shown }
            Item {
                width: column.width
                height: Math.max(far.implicitHeight, mean.implicitHeight)
                visible: pane.shown

                Caption {
                    id: far
                    anchors { left: parent.left; right: mean.left; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
                    text: qsTr("How far it looks back")
                    horizontalAlignment: Text.AlignLeft
                    elide: Text.ElideRight
                }
                Figure {
                    id: mean
                    objectName: "looksBack"
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    text: qsTr("mean %1 tokens").arg(pane.attention.looksBack)
                    hint: qsTr("The mean distance from a token to what it looks at, weighted by attention")
                }
            }
            LookBack {
                objectName: "lookBack"
                width: column.width
                visible: pane.shown
                attention: pane.attention
            }
            Item {
                width: column.width
                height: farthest.implicitHeight
                visible: pane.shown

                Figure {
                    id: farthest
                    anchors.left: parent.left
                    text: qsTr("%1 tokens").arg(Format.count(Math.max(0, pane.attention.words.length - 1)))
                    hint: qsTr("From the last token back to the first.")
                }
                Label {
                    anchors { right: parent.right; baseline: farthest.baseline }
                    text: qsTr("itself")
                    color: Theme.dim
                    font.pixelSize: Theme.note
                }
            }
            Rectangle {
                width: column.width
                height: stored.height + Theme.px(24)
                visible: pane.shown
                radius: Theme.px(10)
                color: Theme.well

                Column {
                    id: stored
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(12) }
                    spacing: Theme.px(5)

                    Item {
                        width: stored.width
                        height: stores.implicitHeight

                        Dot {
                            id: dot
                            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                            color: Theme.activations
                        }
                        Figure {
                            id: stores
                            objectName: "attentionStores"
                            anchors { left: dot.right; right: parent.right; leftMargin: Theme.px(8) }
                            text: qsTr("This view stores %1").arg(pane.attention.stores)
                            hint: pane.attention.storesTooltip
                            color: Theme.ink
                            font { pixelSize: Theme.small; weight: Font.DemiBold }
                            wrapMode: Text.Wrap
                            horizontalAlignment: Text.AlignLeft
                        }
                    }
                    Figure {
                        width: stored.width
                        text: pane.attention.storesTooltip
                        unit: qsTr("bytes")
                        hint: qsTr("The weights of this layer alone are kept, as 16-bit floats.")
                        wrapMode: Text.Wrap
                        lineHeight: 1.3
                        horizontalAlignment: Text.AlignLeft
                    }
                }
            }
        }
    }
}
