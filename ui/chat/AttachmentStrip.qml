import QtQuick
import Halftone.App
import Halftone.Controls

// What goes with the message that is being written, above its text.
Scroller {
    id: strip

    required property AttachmentListModel attachments
    required property DraftGauge gauge
    property real maximumHeight: Theme.px(112)
    readonly property bool wide: width > Theme.px(380)

    signal shown(content: var)
    signal released()                           // the last one had the focus, and is gone

    visible: attachments.count > 0
    contentHeight: flow.height
    implicitHeight: visible ? Math.min(Math.max(flow.height, fixed.height), maximumHeight) : 0
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Attachments")

    Flow {
        id: flow
        x: Theme.rightToLeft ? strip.width - width : 0
        width: strip.width - (fixed.width > 0 ? fixed.width + Theme.px(12) : 0)
        spacing: Theme.px(8)

        Repeater {
            id: chips
            model: strip.attachments
            onItemAdded: (index, item) => strip.kept = item

            AttachmentChip {
                id: chip

                required property int index
                required property var content

                room: refused ? flow.width : Math.min(flow.width, Theme.px(320))
                onClicked: if (!reading && !refused) strip.shown(content)
                onRemoved: {
                    const next = chips.itemAt(index + 1) ?? chips.itemAt(index - 1)
                    if (activeFocus && next)
                        next.forceActiveFocus(Qt.TabFocusReason)
                    else if (activeFocus)
                        strip.released()
                    strip.attachments.remove(index)
                }
            }
        }
        Loader {
            active: !strip.wide
            visible: width > 0
            sourceComponent: aside
        }
    }
    Loader {                                    // beside the chips, and stays where they scroll
        id: fixed
        parent: strip
        x: Theme.rightToLeft ? 0 : strip.width - width
        active: strip.wide
        sourceComponent: aside
    }
    Component {
        id: aside

        Column {
            spacing: Theme.px(8)

            Figure {
                objectName: "attachedShare"
                anchors.right: parent.right
                height: Theme.px(30)
                visible: text !== ""
                text: strip.gauge.attachedText
                hint: qsTr("Tokens of all that is attached, by the tokens of the context.")
            }
            Button {
                objectName: "shorten"
                anchors.right: parent.right
                height: Theme.px(30)
                visible: strip.gauge.shortenable >= 0
                text: visible && strip.attachments.hasPages(strip.gauge.shortenable) ? qsTr("First pages only") : qsTr("First lines only")
                onClicked: strip.attachments.shorten(strip.gauge.shortenable, strip.gauge.excess)
            }
        }
    }
}
