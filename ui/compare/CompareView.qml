import QtQuick
import Halftone.App
import Halftone.Controls

// The same question under two to four settings at once: what each costs, and where each begins to say something else.
FocusScope {
    id: view

    required property CompareViewModel compare
    readonly property var columns: compare.columns
    property string device                      // it all runs on
    property bool sendWithEnter: true
    readonly property int together: Math.max(1, Math.min(columns.length, width >= Theme.px(1126) ? 4 : width >= Theme.px(800) ? 2 : 1))   // columns in sight
    readonly property int first: Math.max(0, Math.min(columns.length - together, compare.column - (compare.column % together)))
    readonly property real most: Math.max(1, ...columns.map(column => column.peakBytes))
    property real scroll: 0

    signal backWanted()
    signal exportWanted()

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Compare")
    Keys.onPressed: event => handle(event)

    function stepAside(by: int): void {
        compare.stepColumn(by)
    }

    function handle(event: var): void {
        const forwards = Theme.rightToLeft ? -1 : 1
        const control = event.modifiers & Qt.ControlModifier
        event.accepted = true
        if (event.key === Qt.Key_Escape && compare.running)
            compare.stop()
        else if (event.key === Qt.Key_Escape && compare.token >= 0)
            compare.token = -1
        else if (event.key === Qt.Key_Left || event.key === Qt.Key_Right) {
            const by = event.key === Qt.Key_Left ? -forwards : forwards
            if (control)
                compare.stepColumn(by)
            else
                compare.stepToken(by)
        } else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && columns[compare.column]?.state === CompareColumn.Refused)
            compare.shorten(compare.column)
        else if (event.key === Qt.Key_F && !control)
            compare.nextFlip()
        else if (event.key === Qt.Key_W && control)
            compare.close(compare.column)
        else if (event.key === Qt.Key_Z && control && compare.canRestore)
            compare.restore()
        else
            event.accepted = false
    }

    function scrollBy(by: real): void {
        let rest = 0
        for (let i = 0; i < cards.count; ++i)
            rest = Math.max(rest, cards.itemAt(i)?.rest ?? 0)
        scroll = Math.max(0, Math.min(rest, scroll + by))
    }

    Shortcut {                                  // a text field takes Alt with a letter for a letter
        sequence: "Alt+R"
        onActivated: view.compare.refer(view.compare.column)
    }
    ViewHeader {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        name: qsTr("Compare")
        note: view.width >= Theme.px(1000) ? view.device : ""
        seen: qsTr("Every column answers the same question under settings of its own, with the same dice. The bars are bytes. The tint says how far a column's prediction is from the reference's at that word; where there is a ring, it would rather have said something else.")
        tries: [qsTr("Set a column to bf16 and one to int8: hardly a tint, at half the memory. Then int4, then int2."),
                qsTr("Compare flash with naive attention in a long conversation: the same words, other memory."),
                qsTr("Hold the cache in int4: a quarter of its bytes. Does the text change?")]
        exports: view.columns.some(column => column.written) && !view.compare.running
        onBackWanted: view.backWanted()
        onExportWanted: view.exportWanted()

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(10)
            layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
            LayoutMirroring.enabled: false
            x: Theme.rightToLeft ? parent.width - width : 0

            SegmentedSwitch {
                objectName: "whoseWords"
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(view.width >= Theme.px(760) ? 270 : view.width >= Theme.px(480) ? 190 : 132)
                options: ["own", "reference"]
                labels: view.width >= Theme.px(760) ? [qsTr("Own words"), qsTr("Reference's words")] : [qsTr("Own"), qsTr("Reference's")]
                hints: [qsTr("What each column says."), qsTr("What the reference says, in every column: where would it have said something else?")]
                current: view.compare.referenceWords ? "reference" : "own"
                name: qsTr("Words")
                onPicked: option => view.compare.referenceWords = option === "reference"
            }
            Button {
                objectName: "addColumn"
                anchors.verticalCenter: parent.verticalCenter
                visible: view.width >= Theme.px(620)
                enabled: view.compare.canAdd
                icon.name: "plus"
                text: view.width >= Theme.px(900) ? qsTr("Column") : ""
                Accessible.name: qsTr("Add a column")
                onClicked: view.compare.add()
            }
            Row {
                id: legend
                readonly property string hint: qsTr("The tint of a word: KL(reference ‖ column) there, in nats; 1 nat and more have the full tint.")
                anchors.verticalCenter: parent.verticalCenter
                visible: view.width >= Theme.px(1100)
                spacing: Theme.px(7)
                layoutDirection: parent.layoutDirection
                LayoutMirroring.enabled: false

                Figure { anchors.verticalCenter: parent.verticalCenter; text: "KL 0"; unit: qsTr("nats"); hint: legend.hint }
                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.px(66)
                    height: Theme.px(12)
                    radius: Theme.px(3)
                    rotation: Theme.rightToLeft ? 180 : 0
                    gradient: Gradient {
                        orientation: Gradient.Horizontal
                        GradientStop { position: 0; color: Theme.fade(Theme.divergence, 0.02) }
                        GradientStop { position: 1; color: Theme.fade(Theme.divergence, 0.5) }
                    }
                }
                Figure { anchors.verticalCenter: parent.verticalCenter; text: Format.whole("1", "nat"); hint: legend.hint }
            }
        }
    }
    Scroller {                                  // where there is no height for all of it
        id: page
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: bar.top }
        contentHeight: Math.max(height, needed)

        readonly property real needed: asked.height + Theme.px(360) + (pager.visible ? pager.height : 0) + summary.height     // cards of 310, and what lies between

        Item {
            width: page.width
            height: page.contentHeight

            Item {
                id: asked
                anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: Theme.px(24); rightMargin: Theme.px(24); topMargin: Theme.px(12) }
                height: bubble.visible ? bubble.height : shared.implicitHeight

                Elided {
                    id: shared
                    anchors { left: parent.left; right: bubble.visible ? bubble.left : parent.right; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                    text: view.compare.note !== "" ? view.compare.note
                          : view.compare.question === "" ? qsTr("Ask something, and every column answers it.")
                          : view.compare.sharedTurns > 0 ? qsTr("%n earlier turns are shared", "", view.compare.sharedTurns) : ""
                    color: Theme.dim
                    font.pixelSize: Theme.note
                }
                Rectangle {
                    id: bubble
                    anchors.right: parent.right
                    visible: view.compare.question !== ""
                    width: Math.min(questionText.implicitWidth + Theme.px(28), asked.width * 0.7)
                    height: questionText.implicitHeight + Theme.px(18)
                    radius: Theme.px(14)
                    color: Theme.mine

                    Label {
                        id: questionText
                        objectName: "comparedQuestion"
                        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(14) }
                        text: view.compare.question
                        textFormat: Text.PlainText
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        elide: Text.ElideRight
                    }
                }
            }
            Item {
                id: row
                anchors { left: parent.left; right: parent.right; top: asked.bottom; bottom: pager.visible ? pager.top : summary.top; leftMargin: Theme.px(24); rightMargin: Theme.px(24); topMargin: Theme.px(12); bottomMargin: Theme.px(14) }

                Repeater {
                    id: cards
                    model: view.columns

                    ColumnCard {
                        required property int index
                        required property CompareColumn modelData
                        readonly property int at: index - view.first
                        readonly property real span: (row.width - (view.together - 1) * Theme.px(14)) / view.together
                        readonly property real from: at * (span + Theme.px(14))

                        objectName: "column" + index
                        x: Theme.rightToLeft ? row.width - from - span : from
                        width: span
                        height: row.height
                        visible: at >= 0 && at < view.together
                        compare: view.compare
                        column: modelData
                        place: index
                        most: view.most
                        scroll: view.scroll
                        onScrolled: by => view.scrollBy(by)
                        onPointedChanged: tokenCard.follow()
                    }
                }
            }
            Row {
                id: pager
                anchors { horizontalCenter: parent.horizontalCenter; bottom: summary.top; bottomMargin: Theme.px(8) }
                visible: view.columns.length > view.together
                spacing: Theme.px(6)
                layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                LayoutMirroring.enabled: false

                Repeater {
                    model: view.columns

                    Chip {
                        required property int index
                        required property CompareColumn modelData

                        text: modelData.weights
                        open: index >= view.first && index < view.first + view.together
                        hint: qsTr("Column %1").arg(index + 1)
                        onClicked: view.compare.column = index
                    }
                }
            }
            Summary {
                id: summary
                objectName: "summary"
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.px(24); rightMargin: Theme.px(24); bottomMargin: Theme.px(14) }
                height: implicitHeight
                compare: view.compare
            }
        }
    }
    AskBar {
        id: bar
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.px(24); rightMargin: Theme.px(24); bottomMargin: Theme.px(16) }
        focus: true
        compare: view.compare
        sendWithEnter: view.sendWithEnter
    }
    TokenCard {
        id: tokenCard
        objectName: "tokenCard"

        property int at: -1                     // the column that it is about
        property int token: -1

        visible: shown.number !== undefined
        onHeightChanged: place()
        shown: at >= 0 && token >= 0 ? view.compare.tokenCard(at, token) : ({})
        referenceName: qsTr("%1, reference").arg(view.columns.find(column => column.reference)?.weights ?? "")
        columnName: at >= 0 && at < view.columns.length ? qsTr("%1 would say").arg(view.columns[at].weights) : ""

        // Beside what is pointed at, else what is chosen.
        function follow(): void {
            let column = -1
            for (let i = 0; i < cards.count; ++i)
                if ((cards.itemAt(i)?.pointed ?? -1) >= 0)
                    column = i
            at = column >= 0 ? column : view.compare.column
            token = column >= 0 ? cards.itemAt(column).pointed : view.compare.token
            place()
        }

        function place(): void {
            const card = cards.itemAt(at) as ColumnCard
            if (!card || token < 0)
                return
            const box = card.placeOf(token)
            const spot = card.mapToItem(view, box.x + box.width / 2, box.y)
            const below = spot.y + box.height + Theme.px(8)
            x = Math.max(Theme.px(8), Math.min(view.width - width - Theme.px(8), spot.x - width / 2))
            y = below + height > view.height - Theme.px(8) ? Math.max(Theme.px(8), spot.y - height - Theme.px(8)) : below
        }
    }
    Connections {
        target: view.compare
        function onChosenChanged(): void { tokenCard.follow() }
        function onWordsChanged(): void { tokenCard.follow() }
    }
}
