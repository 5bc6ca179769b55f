import QtQuick
import Halftone.App
import Halftone.Controls

// A chart, and what is pointed at or chosen there in words. Axes stay left to right.
ViewCard {
    id: card

    required property ExperimentViewModel experiment
    required property int chart
    required property var tones
    property alias picture: picture
    property int pointed: -1                    // the dot under the pointer

    ExperimentChart {
        id: picture
        anchors { fill: parent; topMargin: card.head + Theme.px(2); leftMargin: Theme.px(10); rightMargin: Theme.px(12); bottomMargin: Theme.px(8) }
        activeFocusOnTab: true
        experiment: card.experiment
        chart: card.chart
        tones: card.tones
        flashName: Theme.accent
        naiveName: Theme.scarce
        line: Theme.line
        ink: Theme.ink
        dim: Theme.dim
        ground: Theme.pane
        danger: Theme.danger
        fontFamily: Theme.figures
        pixelSize: Theme.note
        zoom: Theme.zoom
        lit: card.pointed
        Accessible.role: Accessible.Chart
        Accessible.name: card.experiment.dot >= 0 ? card.title + ", " + (card.experiment.plan, card.experiment.dotText(card.chart, card.experiment.dot)) : card.title
    }
    HoverHandler {
        id: pointer
        onPointChanged: {
            if (hovered && sentence.visible && sentence.contains(sentence.mapFromItem(card, point.position.x, point.position.y)))
                return                          // it is read: the dots below it are not meant
            const at = picture.mapFromItem(card, point.position.x, point.position.y)
            card.pointed = hovered ? picture.dotAt(at.x, at.y) : -1
        }
        onHoveredChanged: if (!hovered) card.pointed = -1
    }
    MouseArea {
        anchors.fill: picture
        onClicked: event => {
            picture.forceActiveFocus(Qt.MouseFocusReason)
            const dot = picture.dotAt(event.x, event.y)
            if (dot >= 0)
                card.experiment.dot = dot
            else
                card.experiment.prompt = picture.lengthAt(event.x)
        }
    }
    Rectangle {                                 // it follows the dot
        id: sentence

        readonly property int shown: card.pointed >= 0 ? card.pointed : picture.activeFocus ? card.experiment.dot : -1
        readonly property point spot: (card.experiment.plan, picture.width, picture.height, shown >= 0 ? picture.placeOf(shown) : Qt.point(0, 0))
        readonly property bool above: spot.y > picture.height / 2
        readonly property real from: picture.x + spot.x - width / 2
        readonly property real place: picture.y + spot.y + (above ? -height - Theme.px(12) : Theme.px(12))

        objectName: "dotCard"
        visible: shown >= 0
        x: Math.max(Theme.px(8), Math.min(card.width - width - Theme.px(8), from))
        y: place
        z: 1
        width: Math.min(Theme.px(290), words.implicitWidth + Theme.px(20), card.width - Theme.px(16))
        height: words.implicitHeight + Theme.px(14)
        radius: Theme.px(8)
        color: Theme.dark ? Theme.ink : "#2B2B31"

        Figure {
            id: words
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(10) }
            text: sentence.shown >= 0 ? (card.experiment.plan, card.experiment.dotText(card.chart, sentence.shown)) : ""
            hint: qsTr("Memory: the largest sum of allocations; time: the median of three runs; predicted: by the sizes of what is held.")
            color: Theme.background
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
    FocusRing {
        anchors.margins: 0
        radius: card.radius
        control: picture
    }
}
