import QtQuick
import Halftone.App
import Halftone.Controls

// What reference and column would have said at a token: the five likeliest of each.
Rectangle {
    id: card

    required property var shown                 // CompareViewModel.tokenCard(); {}: nothing
    property string referenceName
    property string columnName

    width: Theme.px(344)
    height: body.height + 2 * body.y
    radius: Theme.px(12)
    color: Theme.pane
    border { width: 1; color: Theme.line }

    Column {
        id: body
        x: Theme.px(14)
        y: Theme.px(12)
        width: parent.width - 2 * x
        spacing: Theme.px(8)

        Item {
            width: parent.width
            height: number.implicitHeight

            Figure {
                id: number
                anchors.left: parent.left
                text: qsTr("Token %1").arg(card.shown.number ?? 0)
                unit: text
                hint: qsTr("Its place in the reply, counted from 1.")
                color: Theme.ink
                font { pixelSize: Theme.body; weight: Font.DemiBold }
            }
            Elided {
                anchors { left: number.right; right: divergence.left; margins: Theme.px(8); baseline: number.baseline }
                text: card.shown.before ? qsTr("after “%1”").arg(card.shown.before) : ""
                color: Theme.dim
                elide: Text.ElideLeft
                font.pixelSize: Theme.note
            }
            Figure {
                id: divergence
                anchors { right: parent.right; baseline: number.baseline }
                text: "KL " + Format.whole((card.shown.divergence ?? 0).toFixed(2), qsTr("nats"))
                hint: qsTr("KL(reference ‖ column) at this token, of the whole vocabulary before temperature.")
                color: card.shown.flip ? Theme.divergence : Theme.dim
            }
        }
        Row {
            width: parent.width
            spacing: Theme.px(16)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false

            Repeater {
                model: [{ name: card.referenceName, rows: card.shown.reference ?? [] }, { name: card.columnName, rows: card.shown.column ?? [] }]

                Column {
                    id: side

                    required property var modelData

                    width: (body.width - Theme.px(16)) / 2
                    spacing: Theme.px(4)

                    Elided {
                        width: parent.width
                        text: side.modelData.name
                        color: Theme.dim
                        font.pixelSize: Theme.note
                    }
                    Repeater {
                        model: side.modelData.rows

                        Item {
                            id: row

                            required property var modelData

                            width: side.width
                            height: Theme.px(24)

                            ShareDots {
                                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                                height: Theme.px(5)
                                value: row.modelData.probability
                                each: 0.05
                                mirrored: Theme.rightToLeft
                                tone: row.modelData.chosen ? Theme.divergence : Theme.dim
                                rest: Theme.track
                            }
                            Label {
                                anchors { left: parent.left; right: share.left; rightMargin: Theme.px(6); top: parent.top }
                                text: row.modelData.text.trim() === "" ? "␣" : row.modelData.text.trim()
                                textFormat: Text.PlainText
                                elide: Text.ElideRight
                                horizontalAlignment: Text.AlignLeft
                                color: row.modelData.chosen ? Theme.divergence : Theme.ink
                                font { family: Theme.mono; pixelSize: Theme.note; weight: row.modelData.chosen ? Font.DemiBold : Font.Normal }
                            }
                            Figure {
                                id: share
                                anchors { right: parent.right; top: parent.top }
                                text: Format.whole(Format.brief(100 * row.modelData.probability), "%")
                                hint: qsTr("The probability that it gives this token here, before temperature.")
                                color: row.modelData.chosen ? Theme.divergence : Theme.dim
                            }
                        }
                    }
                }
            }
        }
    }
}
