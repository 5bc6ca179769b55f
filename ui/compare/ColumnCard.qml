import QtQuick
import Halftone.App
import Halftone.Controls

// A column: its switches, what it says, how far that is from the reference, and what it costs.
FocusScope {
    id: card

    required property CompareViewModel compare
    required property CompareColumn column
    required property int place                 // among the columns, from 0
    required property real most                 // bytes that the largest column took
    property real scroll: 0                     // of all columns, in pixels
    readonly property real rest: Math.max(0, words.implicitHeight - page.height)    // that can be scrolled to
    readonly property bool here: compare.column === place
    readonly property var columns: compare.columns
    readonly property var parts: column.memory
    property int pointed: -1                    // the token under the pointer
    readonly property bool waits: column.state === CompareColumn.Waiting
    readonly property bool refused: column.state === CompareColumn.Refused

    signal scrolled(by: real)

    function placeOf(token: int): rect {
        const box = words.placeOf(token)
        const at = words.mapToItem(card, box.x, box.y)
        return Qt.rect(at.x, at.y, box.width, box.height)
    }

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Column %1 of %2: %3").arg(place + 1).arg(columns.length).arg(column.name)
    onActiveFocusChanged: if (activeFocus) compare.column = place

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(14)
        color: dashes.visible ? "transparent" : Theme.pane
        border { width: dashes.visible ? 0 : 1; color: card.activeFocus ? Theme.accent : Theme.line }
    }
    DashedFrame {
        id: dashes
        objectName: "columnDashes"
        anchors.fill: parent
        visible: card.waits || card.refused
        color: card.activeFocus ? Theme.accent : Theme.dim
    }
    IconButton {
        id: away
        objectName: "closeColumn"
        anchors { right: parent.right; top: parent.top; margins: Theme.px(8) }
        visible: card.columns.length > 1 && !card.compare.running
        text: qsTr("Close this column")
        keys: "Ctrl+W"
        icon.name: "close"
        onClicked: card.compare.close(card.place)
    }
    Flow {
        id: chips
        anchors { left: parent.left; right: away.left; top: parent.top; margins: Theme.px(14); rightMargin: Theme.px(4) }
        spacing: Theme.px(6)
        enabled: !card.compare.running

        ChoiceChip {
            objectName: "columnWeights"
            dot: Theme.weights
            options: card.compare.weightsChoices
            current: card.column.weights
            hint: qsTr("How weights are held")
            onPicked: value => card.compare.set(card.place, EngineSwitch.Weights, value)
        }
        ChoiceChip {
            objectName: "columnAttention"
            options: card.compare.attentionChoices
            current: card.column.attention
            hint: qsTr("Attention")
            onPicked: value => card.compare.set(card.place, EngineSwitch.Attention, value)
        }
        ChoiceChip {
            objectName: "columnCache"
            dot: Theme.kv
            kind: "kv"
            options: card.compare.cacheChoices
            current: card.column.cache
            hint: qsTr("How the cache is held")
            onPicked: value => card.compare.set(card.place, EngineSwitch.Cache, value)
        }
        Figure {
            objectName: "columnContext"
            visible: card.column.shortened
            height: Theme.px(26)
            text: qsTr("%1 tokens").arg(Format.count(card.column.context))
            hint: qsTr("The context of this column: more does not fit with these switches. Other switches have all of it again.")
            font.pixelSize: Theme.small
        }
    }
    Item {
        id: role
        anchors { left: parent.left; right: parent.right; top: chips.bottom; margins: Theme.px(16); topMargin: Theme.px(9) }
        height: Theme.px(24)

        Rectangle {
            id: badge
            anchors.verticalCenter: parent.verticalCenter
            visible: card.column.reference
            anchors.left: parent.left
            width: badgeText.implicitWidth + Theme.px(16)
            height: Theme.px(20)
            radius: height / 2
            color: Theme.ink

            Label {
                id: badgeText
                anchors.centerIn: parent
                text: qsTr("reference")
                color: Theme.background
                font { pixelSize: Theme.caption; weight: Font.DemiBold }
            }
        }
        Button {
            objectName: "makeReference"
            anchors { left: parent.left; leftMargin: -leftPadding; verticalCenter: parent.verticalCenter }
            visible: !card.column.reference
            implicitHeight: Theme.px(24)
            enabled: !card.compare.running
            kind: "quiet"
            text: qsTr("make reference")
            onClicked: card.compare.refer(card.place)
        }
        Figure {
            id: state
            objectName: "columnState"
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: card.column.stateText
            hint: qsTr("How far this column is, and how many tokens its reply has.")
        }
    }
    Flickable {
        id: page
        anchors { left: parent.left; right: parent.right; top: role.bottom; bottom: measured.top; margins: Theme.px(12); topMargin: Theme.px(8); bottomMargin: Theme.px(8) }
        clip: true
        interactive: false
        contentY: Math.min(card.scroll, card.rest)
        opacity: card.refused ? 0 : 1           // it keeps the keys

        ComparedText {
            id: words
            objectName: "columnWords"
            width: page.width
            height: Math.max(implicitHeight, page.height)
            activeFocusOnTab: true
            focus: true
            compare: card.compare
            column: card.column
            lit: card.pointed >= 0 ? card.pointed : card.compare.token
            caret: card.column.state === CompareColumn.Writing
            ink: Theme.ink
            tint: Theme.divergence
            accent: Theme.accent
            fontFamily: Theme.family
            pixelSize: Theme.body
            Accessible.role: Accessible.StaticText
            Accessible.name: card.here && card.compare.token >= 0 ? card.compare.tokenName(card.place, card.compare.token) : text === "" ? card.column.stateText : text

            HoverHandler {
                id: pointer
                onPointChanged: card.pointed = hovered ? words.tokenAt(point.position.x, point.position.y) : -1
                onHoveredChanged: if (!hovered) card.pointed = -1
            }
            TapHandler {
                onTapped: event => {
                    words.forceActiveFocus(Qt.MouseFocusReason)
                    card.compare.column = card.place
                    card.compare.token = words.tokenAt(event.position.x, event.position.y)
                }
            }
            WheelHandler {
                enabled: card.rest > 0
                onWheel: event => card.scrolled(-event.angleDelta.y / 2)
            }
        }
    }
    Label {
        objectName: "columnTrouble"
        anchors { left: page.left; right: page.right; top: page.top }
        visible: card.column.trouble !== "" && words.text === "" && !card.refused
        text: card.column.trouble + (card.column.remedy === "" ? "" : " " + card.column.remedy)
        color: Theme.danger
        wrapMode: Text.Wrap
        lineHeight: 1.35
    }
    NoRoom {
        objectName: "columnRefused"
        anchors { left: page.left; right: page.right; top: page.top; leftMargin: Theme.px(4); rightMargin: Theme.px(4) }
        visible: card.refused
        column: card.column
        busy: card.compare.running
        onShorterWanted: {
            words.forceActiveFocus(Qt.OtherFocusReason)     // the button goes
            card.compare.shorten(card.place)
        }
    }
    Label {
        anchors { left: page.left; right: page.right; top: page.top }
        visible: words.text === "" && card.column.trouble === "" && (card.waits || card.column.state === CompareColumn.Idle)
        text: card.waits ? qsTr("Columns are written one after the other, so that each is measured by itself.")
              : card.column.reference ? qsTr("What the others are measured against.") : qsTr("Its switches are above: press one to change it.")
        color: Theme.dim
        wrapMode: Text.Wrap
        lineHeight: 1.35
    }
    Column {
        id: measured
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(16); bottomMargin: Theme.px(12) }
        visible: !card.refused
        spacing: Theme.px(7)

        Item {
            width: parent.width
            height: Theme.px(16)

            Label {
                id: stripName
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                text: qsTr("KL, each token")
                color: Theme.dim
                font.pixelSize: Theme.note

                HoverHandler { id: stripPointer }
                Hint {
                    shown: stripPointer.hovered
                    text: qsTr("KL(reference ‖ column) of the whole vocabulary before temperature, in nats, where the reference's words stand.")
                }
            }
            Elided {
                anchors { left: stripName.right; right: parent.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
                text: card.column.trouble !== "" && words.text !== "" ? card.column.trouble
                      : card.column.reference ? qsTr("the others are measured against this one")
                      : !card.column.compared ? "" : card.column.firstFlip < 0 ? qsTr("the same words") : qsTr("first different word: token %1").arg(card.column.firstFlip + 1)
                color: card.column.compared && card.column.firstFlip >= 0 ? Theme.divergence : Theme.dim
                font.pixelSize: Theme.note
                horizontalAlignment: Text.AlignRight
            }
        }
        DivergenceStrip {
            id: strip
            objectName: "columnStrip"
            width: parent.width
            height: Theme.px(12)
            column: card.column
            lit: card.compare.token
            tint: Theme.divergence
            empty: Theme.dot
            ground: Theme.pane
            mirrored: Theme.rightToLeft
            Accessible.role: Accessible.Chart
            Accessible.name: stripName.text

            TapHandler {
                onTapped: event => {
                    card.compare.column = card.place
                    card.compare.referenceWords = true      // whose words the strip is about
                    card.compare.token = strip.tokenAt(event.position.x)
                }
            }
        }
        Rule { width: parent.width }
        DotBar {
            width: parent.width
            rows: 3
            parts: card.parts.map(part => ({ key: part.key, fraction: part.bytes / Math.max(1, card.most) }))
            Accessible.name: qsTr("Memory of this column: %1").arg(peak.number)
        }
        Item {
            width: parent.width
            height: peak.implicitHeight

            ColumnFigure {
                id: peak
                anchors.left: parent.left
                number: card.column.written ? card.column.peakText : "–"
                label: qsTr("peak")
                hint: card.column.written ? qsTr("The largest sum of this column's own allocations during the turn, its weights among them: %1 bytes.").arg(Format.count(card.column.peakBytes)) : ""
            }
            ColumnFigure {
                readonly property real middle: (peak.width + parent.width - speed.width - width) / 2

                x: Theme.rightToLeft ? parent.width - middle - width : middle
                visible: card.width > Theme.px(290)
                number: card.column.written ? Format.duration(card.column.firstTokenMs) : "–"
                label: qsTr("first token")
                hint: qsTr("From the question to the first token: the whole prompt was read anew.")
            }
            ColumnFigure {
                id: speed
                anchors.right: parent.right
                number: card.column.tokensPerSecond > 0 ? Format.brief(card.column.tokensPerSecond) : "–"
                label: qsTr("tokens/s")
                unit: label
                hint: qsTr("Tokens after the first, by the time from the first to the last.")
            }
        }
    }
}
