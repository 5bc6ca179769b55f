import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Controls

// What a token looked at, in one layer and head: softmax(QKᵀ) as a triangle of dots, with and without the position encoding.
FocusScope {
    id: view

    required property AttentionViewModel attention
    readonly property bool shown: attention.state === AttentionViewModel.Shown
    readonly property bool docked: width >= Theme.px(900)      // the pane, beside the picture
    property bool picking: false                // it is laid over, where it is not

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Attention")
    Keys.onPressed: event => step(event)

    function step(event: var): void {
        if (event.key === Qt.Key_Escape && picking && !docked) {
            picking = false
            picture.forceActiveFocus(Qt.OtherFocusReason)   // where the keys were, if the pane had them
            event.accepted = true
            return
        }
        const by = event.key === Qt.Key_Up ? -1 : event.key === Qt.Key_Down ? 1 : 0
        const aside = (event.key === Qt.Key_Left ? -1 : event.key === Qt.Key_Right ? 1 : 0) * (Theme.rightToLeft ? -1 : 1)
        event.accepted = by !== 0 || aside !== 0
        if (aside !== 0)
            attention.seen += aside
        else if (by !== 0 && event.modifiers & Qt.AltModifier)
            attention.layer += by
        else if (by !== 0)
            attention.token += by
    }

    function stepAside(by: int): void {
        attention.head += by
    }

    ViewHeader {
        id: header
        anchors { left: parent.left; top: parent.top }
        width: view.width - (view.docked ? pane.width : 0)
        name: qsTr("Attention")
        note: view.docked ? qsTr("Softmax(QKᵀ), layer %1, head %2").arg(view.attention.layer).arg(view.attention.head) : ""
        seen: qsTr("Row by row, where each token looks: the larger a dot, the larger that token's share of its attention, in one layer and one head. A token sees only what stands before it, so the other half is empty.")
        tries: [qsTr("Walk through the layers and heads: some look at the token before, some at the first one, some at words that belong together."),
                qsTr("Take the position encoding away: heads that counted distances lose their pattern."),
                qsTr("Ask something longer, and see how many of the words matter.")]
        exports: view.shown
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        Button {
            objectName: "pickHead"
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.rightToLeft ? parent.width - width : 0
            visible: !view.docked
            text: header.tight ? qsTr("Head…") : qsTr("Layer %1, head %2…").arg(view.attention.layer).arg(view.attention.head)
            onClicked: view.picking = !view.picking
        }
    }
    AttentionPane {
        id: pane
        objectName: "attentionPane"
        anchors { right: parent.right; top: view.docked ? parent.top : header.bottom; bottom: parent.bottom }
        z: 1
        width: Math.min(Theme.px(316), parent.width)
        visible: view.docked || view.picking
        attention: view.attention
    }
    Scroller {                                  // where there is no height for it
        id: scroller
        anchors { left: parent.left; right: view.docked ? pane.left : parent.right; top: header.bottom; bottom: parent.bottom }
        contentHeight: column.height + 2 * column.y

        ColumnLayout {
            id: column
            x: Theme.px(16)
            y: Theme.px(16)
            width: scroller.width - 2 * x
            height: Math.max(implicitHeight, scroller.height - 2 * y)
            spacing: Theme.px(10)

            Sentence {
                Layout.fillWidth: true
                visible: view.shown
                attention: view.attention
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: view.attention.note
                color: Theme.dim
                font.pixelSize: Theme.note
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
            }
            Item {
                id: room
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Math.max(Theme.px(200), view.shown ? looks.height : hint.height)

                AttentionPicture {
                    id: picture
                    objectName: "attentionPicture"
                    readonly property real side: Math.min(room.width - Theme.px(85), room.height, Theme.px(30) * Math.max(1, view.attention.words.length))
                    anchors { left: parent.left; top: parent.top }
                    width: side
                    height: side
                    visible: view.shown
                    focus: true
                    attention: view.attention
                    head: view.attention.head
                    token: view.attention.token
                    seen: view.attention.seen
                    mirrored: Theme.rightToLeft
                    ink: Theme.dim
                    accent: Theme.accent
                    away: Theme.divergence
                    Accessible.role: Accessible.Chart
                    Accessible.name: qsTr("Where each token looks, layer %1, head %2").arg(view.attention.layer).arg(view.attention.head)
                    Accessible.description: view.attention.seenText

                    TapHandler {
                        onTapped: point => {
                            view.attention.token = picture.tokenAt(point.position.y)
                            picture.forceActiveFocus(Qt.MouseFocusReason)
                        }
                    }
                    HoverHandler {
                        property point rested: Qt.point(-1, -1)     // a pointer that the view appeared under chooses nothing until it moves
                        readonly property point place: point.scenePosition

                        onHoveredChanged: if (!hovered) rested = Qt.point(-1, -1)
                        onPlaceChanged: {
                            const moved = rested.x >= 0 && place !== rested
                            rested = place
                            if (hovered && moved)
                                view.attention.token = picture.tokenAt(point.position.y)
                        }
                    }
                }
                Repeater {                      // at the end of each row its name, where rows are as high as letters
                    model: view.shown && picture.pitch >= Theme.px(14) ? view.attention.words.length : 0

                    Label {
                        required property int index
                        readonly property real end: (index + 1) * picture.pitch + Theme.px(5)

                        x: Theme.rightToLeft ? room.width - end - width : end
                        y: index * picture.pitch
                        width: Math.min(implicitWidth, Theme.px(80))
                        height: picture.pitch
                        text: view.attention.named(index)
                        color: index === view.attention.token ? Theme.accent : Theme.dim
                        font.pixelSize: Math.min(Theme.caption, picture.pitch)
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                }
                Looks {
                    id: looks
                    objectName: "looks"
                    anchors { right: parent.right; top: parent.top }
                    width: Math.min(Theme.px(230), room.width / 2)
                    visible: view.shown
                    attention: view.attention
                }
                Column {
                    id: hint
                    objectName: "attentionHint"
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    visible: !view.shown
                    spacing: Theme.px(10)

                    Label {
                        width: parent.width
                        text: view.attention.state === AttentionViewModel.Computing ? qsTr("Looking…") : view.attention.hint
                        color: Theme.dim
                        wrapMode: Text.Wrap
                        horizontalAlignment: Text.AlignHCenter
                    }
                    Button {
                        objectName: "takeFewer"
                        anchors.horizontalCenter: parent.horizontalCenter
                        visible: view.attention.canBeFewer
                        text: qsTr("Show the tokens that fit")
                        onClicked: view.attention.takeFewer()
                    }
                }
            }
            Flow {
                Layout.fillWidth: true
                spacing: Theme.px(18)

                Figure {
                    objectName: "seen"
                    visible: text !== ""
                    text: view.attention.seenText
                    color: Theme.accent
                    hint: qsTr("Of this token's attention in this layer and head, what goes to that one. ← and → choose it.")
                }
            }
        }
    }
}
