import QtQuick
import Halftone.App
import Halftone.Controls

// The whole turn, and the window on it: dragged, it is chosen anew; a double click shows everything.
ViewCard {
    id: card

    required property TimelineViewModel timeline
    required property var tones

    title: timeline.running ? qsTr("The turn so far") : timeline.ended === "" ? qsTr("The whole turn") : qsTr("The whole turn · %1").arg(timeline.ended)
    note: qsTr("%1 · drag to zoom, double click for everything").arg(timeline.totalText)
    hint: qsTr("From sending the message to the last token, by the steady clock, and the tokens of the reply.")
    height: Theme.px(146)

    TracePicture {
        id: picture
        objectName: "wholePicture"
        anchors { fill: parent; topMargin: card.head; margins: Theme.px(16) }
        timeline: card.timeline
        whole: true
        colors: card.tones
        line: Theme.line
        ink: Theme.ink
        dim: Theme.dim
        fontFamily: Theme.figures
        pixelSize: Theme.caption
        axis: Theme.px(20)
        Accessible.role: Accessible.Chart
        Accessible.name: card.title + ", " + card.timeline.totalText

        Rectangle {
            objectName: "window"
            readonly property bool narrowed: card.timeline.to - card.timeline.from < card.timeline.total
            readonly property real end: (card.timeline.total, picture.width, picture.placeOf(card.timeline.to))
            readonly property real begin: (card.timeline.total, picture.width, picture.placeOf(card.timeline.from))
            x: begin
            width: Math.max(Theme.px(3), end - begin)
            height: picture.height - picture.axis + Theme.px(4)
            y: -Theme.px(4)
            visible: narrowed
            radius: Theme.px(4)
            color: Theme.fade(Theme.accent, 0.12)
            border { width: 2; color: Theme.accent }
        }
        Rectangle {                                 // it is cut here
            x: picture.width - width
            width: Theme.px(3)
            height: picture.height - picture.axis
            visible: card.timeline.ended !== ""
            color: Theme.danger
        }
        MouseArea {
            property real begin: -1

            anchors.fill: parent
            hoverEnabled: false
            onPressed: event => begin = event.x
            onPositionChanged: event => {
                if (Math.abs(event.x - begin) > Theme.px(4))
                    card.timeline.show(picture.timeAt(Math.min(begin, event.x)), picture.timeAt(Math.max(begin, event.x)))
            }
            onDoubleClicked: card.timeline.showAll()
            onWheel: event => card.timeline.zoom(picture.timeAt(event.x), event.angleDelta.y > 0 ? 0.8 : 1.25)
        }
    }
}
