import QtQuick
import Halftone.App
import Halftone.Controls

// What goes with the message that is being written, above its text.
Scroller {
    id: strip

    required property AttachmentListModel attachments
    required property DraftGauge gauge
    property real maximumHeight: Theme.px(112)
    readonly property bool wide: width > Theme.px(420)

    signal shown(content: var)
    signal released()                           // the last one had the focus, and is gone

    visible: attachments.count > 0
    contentHeight: flow.height
    implicitHeight: visible ? Math.min(flow.height, maximumHeight) : 0
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Attachments")

    Flow {
        id: flow
        width: strip.width - (aside.visible ? aside.width + Theme.px(12) : 0)
        spacing: Theme.px(8)

        Repeater {
            id: chips
            model: strip.attachments

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
        Button {
            objectName: "shorten"
            visible: strip.gauge.shortenable >= 0
            height: Theme.px(30)
            kind: "plain"
            text: strip.gauge.shortenable >= 0 && strip.attachments.hasPages(strip.gauge.shortenable) ? qsTr("First pages only") : qsTr("First lines only")
            onClicked: strip.attachments.shorten(strip.gauge.shortenable, strip.gauge.excess)
        }
        Figure {
            height: Theme.px(30)
            visible: !strip.wide && text !== ""
            text: strip.gauge.attachedText
        }
    }
    Figure {
        id: aside
        objectName: "attachedShare"
        x: Theme.rightToLeft ? 0 : strip.width - width
        height: Theme.px(30)
        visible: strip.wide && text !== ""
        text: strip.gauge.attachedText
    }
}
