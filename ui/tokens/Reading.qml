import QtQuick
import Halftone.App
import Halftone.Chat
import Halftone.Controls

// The question, the reply with what its lines say, and the card of the token that is chosen.
Item {
    id: reading

    required property TokensViewModel tokens
    required property Scroller scroller
    property bool opened: false
    property int pointed: -1                    // the token under the pointer

    // Where the chosen token stands; told what that depends on: a function of C++ does not say so itself.
    readonly property rect place: (words.fullHeight, words.width, words.placeOf(tokens.token))
    readonly property real below: stage.y + place.y + place.height + Theme.px(8)
    readonly property real least: card.visible ? below + card.height : 0
    readonly property real natural: foot.y + foot.height

    implicitHeight: Math.max(natural, least)

    function move(by: int): void {
        tokens.token = tokens.token < 0 ? (by > 0 ? 0 : tokens.count - 1) : Math.max(0, Math.min(tokens.count - 1, tokens.token + by))
    }

    // To the line above; with the card open, to the alternative above.
    function rise(lines: int): void {
        if (opened)
            card.step(-lines)
        else if (tokens.token < 0)
            move(-lines)
        else
            tokens.token = words.above(tokens.token, lines)
    }

    function open(token: int): void {
        tokens.token = token
        opened = true
    }

    function accept(): void {
        if (tokens.token < 0)
            tokens.stepFork(1)
        else if (!opened)
            opened = true
        else
            tokens.continueFrom(card.choice)
    }

    function close(): bool {
        const was = opened
        opened = false
        return was
    }

    function take(): void {
        words.forceActiveFocus(Qt.ShortcutFocusReason)
    }

    function reveal(): void {
        if (place.height === 0)
            return
        const top = mapToItem(scroller.contentItem, 0, stage.y + place.y).y
        const tall = place.height + (card.visible ? card.height + Theme.px(12) : 0)
        if (top - Theme.px(12) < scroller.contentY)
            scroller.contentY = Math.max(0, top - Theme.px(12))
        else if (top + tall > scroller.contentY + scroller.height)
            scroller.contentY = Math.max(0, Math.min(top - Theme.px(12), top + tall + Theme.px(16) - scroller.height))
    }

    // Where the card is higher than its place.
    function revealChoice(): void {
        const top = mapToItem(scroller.contentItem, 0, card.y + card.rowPlace).y
        scroller.contentY = Math.max(top + Theme.px(44) - scroller.height, Math.min(top - Theme.px(10), scroller.contentY))
    }

    Timer {
        id: settling
        interval: 0
        onTriggered: reading.reveal()
    }
    onOpenedChanged: if (opened) settling.restart()
    Connections {
        target: reading.tokens
        function onTokenChanged(): void {
            card.choice = reading.tokens.alternative
            if (reading.tokens.token < 0 || reading.tokens.writing)
                reading.opened = false
            else
                settling.restart()
        }
    }

    Legend {
        id: legend
        width: Math.min(parent.width, natural)
        anchors.horizontalCenter: parent.horizontalCenter
        words: words
    }
    Rectangle {
        id: bubble
        anchors { right: parent.right; top: legend.bottom; topMargin: Theme.px(16) }
        visible: reading.tokens.question !== ""
        width: asked.width + Theme.px(28)
        height: visible ? asked.height + Theme.px(18) : 0
        radius: Theme.px(14)
        color: Theme.mine

        Label {
            id: asked
            anchors.centerIn: parent
            width: Math.min(implicitWidth, Math.round(0.86 * reading.width) - Theme.px(28))
            text: reading.tokens.question
            wrapMode: Text.Wrap
            lineHeight: 1.3
            maximumLineCount: 8
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignLeft
        }
    }
    Item {
        id: stage
        anchors { left: parent.left; right: parent.right; top: bubble.bottom; topMargin: Theme.px(14) }
        height: words.fullHeight

        TokensText {
            id: words
            objectName: "tokensText"

            readonly property real start: (reading.scroller.contentY, reading.scroller.contentItem, stage.mapToItem(reading.scroller.contentItem, 0, 0).y)

            y: offset
            width: parent.width
            height: Math.min(fullHeight, reading.scroller.height)
            offset: Math.max(0, Math.min(fullHeight - height, reading.scroller.contentY - start))
            tokens: reading.tokens
            zoom: Theme.zoom
            fontFamily: Theme.family
            pixelSize: Theme.px(15)
            ink: Theme.ink
            dim: Theme.dim
            hair: Theme.line
            accent: Theme.accent
            divergence: Theme.divergence
            marked: Theme.mine
            activeFocusOnTab: true
            focus: true
            Accessible.role: Accessible.StaticText
            Accessible.name: reading.tokens.token >= 0 ? reading.tokens.nameOf(reading.tokens.token) : qsTr("The reply, %1 tokens").arg(reading.tokens.count)

            HoverHandler {
                id: pointer
                onPointChanged: reading.pointed = hovered ? words.tokenAt(point.position.x, point.position.y + words.offset) : -1
                onHoveredChanged: if (!hovered) reading.pointed = -1
            }
            TapHandler {
                onTapped: point => {
                    const token = words.tokenAt(point.position.x, point.position.y + words.offset)
                    words.forceActiveFocus(Qt.MouseFocusReason)
                    if (token < 0 || (token === reading.tokens.token && reading.opened))
                        reading.opened = false
                    else
                        reading.open(token)
                }
            }
        }
    }
    Row {
        id: foot
        anchors { left: parent.left; right: parent.right; top: stage.bottom; topMargin: Theme.px(8) }
        height: Theme.px(30)
        spacing: Theme.px(14)
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Versions {
            anchors.verticalCenter: parent.verticalCenter
            version: reading.tokens.version
            count: reading.tokens.versions
            onWanted: version => reading.tokens.showVersion(version)
        }
        Button {
            objectName: "undoContinue"
            anchors.verticalCenter: parent.verticalCenter
            visible: reading.tokens.undoable
            kind: "quiet"
            text: qsTr("Back to the version before")
            keys: "Ctrl Z"
            onClicked: reading.tokens.undo()
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: reading.tokens.writing
            text: qsTr("more is being written")
            color: Theme.dim
            font.pixelSize: Theme.note
        }
    }
    Rectangle {
        id: tip

        readonly property rect spot: reading.pointed >= 0 ? words.placeOf(reading.pointed) : Qt.rect(0, 0, 0, 0)
        readonly property real most: Math.max(0, reading.width - width)

        visible: reading.pointed >= 0 && !reading.opened
        x: Math.max(0, Math.min(most, spot.x + spot.width / 2 - width / 2))
        y: stage.y + spot.y + spot.height + Theme.px(6)
        z: 2
        width: Math.min(said.implicitWidth + Theme.px(20), reading.width)
        height: said.implicitHeight + Theme.px(12)
        radius: Theme.px(8)
        color: Theme.dark ? Theme.ink : "#2B2B31"

        Figure {
            id: said
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(10) }
            text: reading.pointed >= 0 ? reading.tokens.nameOf(reading.pointed) : ""
            color: Theme.background
            wrapMode: Text.Wrap
        }
    }
    Alternatives {
        id: card
        objectName: "alternatives"

        readonly property real most: Math.max(0, reading.width - width)

        visible: reading.opened && reading.tokens.token >= 0
        x: Math.max(0, Math.min(most, Theme.rightToLeft ? reading.place.x + reading.place.width + Theme.px(24) - width : reading.place.x - Theme.px(24)))
        y: reading.below
        z: 3
        width: Math.min(implicitWidth, reading.width)
        tokens: reading.tokens
        onStepped: reading.revealChoice()
        onHeightChanged: if (visible) settling.restart()    // its rows have found their places
        opacity: visible ? 1 : 0

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
    }
}
