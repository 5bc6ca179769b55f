import QtQuick
import Halftone.App
import Halftone.Controls

// The window enlarged: a lane for each kind of work, in the order of a turn.
ViewCard {
    id: card

    required property TimelineViewModel timeline
    required property var tones
    property int pointed: -1                        // the span under the pointer

    title: timeline.windowText
    note: qsTr("Ctrl and wheel zoom, arrows move, 0 shows everything")

    Column {
        id: names
        anchors { left: parent.left; top: picture.top; leftMargin: Theme.px(16) }
        width: Theme.px(86)

        Repeater {
            model: card.timeline.laneNames

            Item {
                id: lane

                required property string modelData

                width: names.width
                height: (picture.height - picture.axis) / card.timeline.laneNames.length

                Elided {
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    text: lane.modelData
                    color: Theme.dim
                    font.pixelSize: Theme.small
                }
            }
        }
    }
    TracePicture {
        id: picture
        objectName: "lanesPicture"
        anchors { left: names.right; right: parent.right; top: parent.top; bottom: parent.bottom; topMargin: card.head + Theme.px(14); rightMargin: Theme.px(16); bottomMargin: Theme.px(8) }
        activeFocusOnTab: true
        focus: true
        timeline: card.timeline
        colors: card.tones
        line: Theme.line
        ink: Theme.ink
        dim: Theme.dim
        fontFamily: Theme.figures
        pixelSize: Theme.caption
        axis: Theme.px(24)
        Accessible.role: Accessible.Chart
        Accessible.name: card.timeline.chosenText === "" ? card.title : card.timeline.chosenText

        Rectangle {                                 // when the first token was there
            // Told what it depends on: a function of C++ does not say so itself.
            readonly property real place: (card.timeline.from, card.timeline.to, picture.width, picture.placeOf(card.timeline.firstToken))

            x: Math.round(place)
            width: 1
            height: picture.height - picture.axis
            visible: card.timeline.firstToken > 0 && place >= 0 && place <= picture.width
            color: Theme.ink

            Rectangle {
                readonly property real least: -parent.x
                readonly property real most: picture.width - parent.x - width

                x: Math.max(least, Math.min(most, -width / 2))
                y: -height / 2 - Theme.px(2)
                width: words.width + Theme.px(14)
                height: words.height + Theme.px(4)
                radius: height / 2
                color: Theme.ink

                Figure {
                    id: words
                    anchors.centerIn: parent
                    text: qsTr("first token %1").arg(Format.duration(card.timeline.firstToken))
                    hint: qsTr("From sending the message until the text of the first token was in the window, by the steady clock.")
                    color: Theme.background
                    font.pixelSize: Theme.caption
                    font.weight: Font.DemiBold
                }
            }
        }
        Rectangle {                                 // what is pointed at or chosen, in words
            readonly property int span: card.pointed >= 0 ? card.pointed : card.timeline.chosen
            readonly property point spot: card.pointed >= 0 ? Qt.point(pointer.point.position.x, pointer.point.position.y) : free
            // Beside what is chosen: of a reply's tokens the prompt's lanes hold nothing, above; of the prompt itself the bottom.
            readonly property point free: card.timeline.chosenLane > 2 ? Qt.point(picture.width, 0) : Qt.point(picture.width / 2, picture.height - picture.axis - height)

            readonly property bool above: spot.y + Theme.px(18) + height > picture.height

            objectName: "spanCard"
            visible: span >= 0
            x: Math.max(0, Math.min(picture.width - width, spot.x - width / 2))
            y: above ? spot.y - height - Theme.px(10) : spot.y + Theme.px(18)
            width: Math.min(natural.implicitWidth + Theme.px(20), picture.width)
            height: said.implicitHeight + Theme.px(14)
            radius: Theme.px(8)
            color: Theme.dark ? Theme.ink : "#2B2B31"

            Figure {                                // its longest line: what wraps does not say
                id: natural
                visible: false
                text: said.text
            }
            Figure {
                id: said
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(10) }
                wrapMode: Text.Wrap
                text: parent.span >= 0 ? card.timeline.describe(parent.span) : ""
                hint: card.pointed >= 0 ? "" : qsTr("Its begin and end by the steady clock, from the beginning of the turn.")
                color: Theme.background
            }
        }
        HoverHandler {
            id: pointer
            onPointChanged: card.pointed = hovered ? picture.spanAt(point.position.x, point.position.y) : -1
            onHoveredChanged: if (!hovered) card.pointed = -1
        }
        MouseArea {
            property real last: 0
            property bool dragged: false

            anchors.fill: parent
            onPressed: event => {
                picture.forceActiveFocus(Qt.MouseFocusReason)
                last = event.x
                dragged = false
            }
            onPositionChanged: event => {
                dragged = dragged || Math.abs(event.x - last) > Theme.px(4)
                if (!dragged)
                    return
                card.timeline.move((last - event.x) / picture.width)
                last = event.x
            }
            onClicked: event => {
                if (!dragged)
                    card.timeline.choose(picture.spanAt(event.x, event.y))
            }
            onDoubleClicked: card.timeline.showAll()
            onWheel: event => {
                if (event.modifiers & Qt.ControlModifier)
                    card.timeline.zoom(picture.timeAt(event.x), event.angleDelta.y > 0 ? 0.8 : 1.25)
                else
                    event.accepted = false
            }
        }
    }
    FocusRing {
        anchors.margins: 0
        radius: card.radius
        control: picture
    }
}
