import QtQuick
import Halftone.App
import Halftone.Controls

// How long each later token took, as columns of dots; a click on a dot chooses one of its tokens.
ViewCard {
    id: card

    required property TimelineViewModel timeline
    readonly property real least: timeline.quickToken
    readonly property real most: timeline.slowestToken
    readonly property int bins: Math.max(1, Math.floor(picture.width / Theme.px(14)))
    readonly property var stacks: timeline.laterTokens > 0 && timeline.total > 0 ? timeline.stacks(bins) : []
    readonly property int tallest: stacks.reduce((tall, stack) => Math.max(tall, stack), 0)
    readonly property real pitch: Math.min(picture.width / bins, Theme.px(11))
    readonly property int each: Math.max(1, Math.ceil(tallest / Math.max(1, Math.floor((picture.height - picture.axis) / pitch))))   // tokens a dot stands for

    title: qsTr("Milliseconds per token")
    note: timeline.laterTokens === 0 ? qsTr("one token alone has none") : each === 1 ? qsTr("a dot is a token") : qsTr("a dot is %1 tokens").arg(each)

    onStacksChanged: picture.requestPaint()
    onEachChanged: picture.requestPaint()

    Canvas {
        id: picture

        readonly property real axis: Theme.px(22)
        readonly property color tone: Theme.fade(Theme.weights, 0.7)
        readonly property color ink: Theme.dim

        objectName: "histogramPicture"
        anchors { fill: parent; topMargin: card.head + Theme.px(18); leftMargin: Theme.px(16); rightMargin: Theme.px(16); bottomMargin: Theme.px(6) }
        visible: card.timeline.laterTokens > 0
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("%1: median %2, 99 of 100 at most %3").arg(card.title).arg(Format.duration(card.timeline.medianToken)).arg(Format.duration(card.timeline.slowToken))
        onToneChanged: requestPaint()
        onWidthChanged: requestPaint()
        onHeightChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            context.fillStyle = tone
            card.stacks.forEach((stack, bin) => {
                const x = (bin + 0.5) * width / card.bins
                for (let dot = 0; dot < Math.ceil(stack / card.each); ++dot) {
                    context.beginPath()
                    context.arc(x, height - axis - (dot + 0.5) * card.pitch, 0.4 * card.pitch, 0, 2 * Math.PI)
                    context.fill()
                }
            })
        }

        function placeOf(ms: real): real {
            return card.most > card.least ? (ms - card.least) / (card.most - card.least) * width : width / 2
        }

        Repeater {                                  // the ends of the axis
            model: [card.least, card.most]

            Figure {
                required property int index
                required property real modelData

                x: index === 0 ? 0 : picture.width - width
                y: picture.height - height
                text: Format.duration(modelData)
                hint: index === 0 ? qsTr("The quickest token after the first.") : qsTr("The slowest token after the first.")
                font.pixelSize: Theme.caption
            }
        }
        Repeater {
            model: [{ ms: card.timeline.medianToken, name: qsTr("median %1"), hint: qsTr("Half of the tokens after the first took no longer.") },
                    { ms: card.timeline.slowToken, name: qsTr("p99 %1"), hint: qsTr("99 of 100 tokens after the first took no longer.") }]

            Rectangle {
                id: mark

                required property int index
                required property var modelData

                x: Math.round(picture.placeOf(modelData.ms))
                y: index === 0 ? 0 : -Theme.px(14)
                width: 1
                height: picture.height - picture.axis - y
                color: Theme.dim

                Figure {
                    readonly property bool before: mark.x > picture.width / 2

                    x: before ? -width - Theme.px(5) : Theme.px(5)
                    text: mark.modelData.name.arg(Format.duration(mark.modelData.ms))
                    hint: mark.modelData.hint
                    font.pixelSize: Theme.caption
                    color: Theme.ink
                }
            }
        }
        MouseArea {
            anchors.fill: parent
            onClicked: event => {
                const bin = Math.min(card.bins - 1, Math.floor(event.x / picture.width * card.bins))
                const place = Math.floor((picture.height - picture.axis - event.y) / card.pitch) * card.each
                if (place >= 0)
                    card.timeline.chooseOfStack(bin, card.bins, place)
            }
        }
    }
}
