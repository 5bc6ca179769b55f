import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// Before a model is loaded: what it is, what it would take in each precision, and whether that fits.
Sheet {
    id: sheet

    required property EngineViewModel engine
    readonly property FitViewModel fit: engine.fit
    property string chosen
    property bool accepted: false
    readonly property bool mute: fit.tokenizerTrouble !== ""    // it could compute, but neither read nor write a word

    objectName: "fitSheet"
    choosing: true
    onMoved: by => choose(by)
    title: fit.title
    span: Theme.px(680)
    closePolicy: engine.quality.measuring ? T.Popup.NoAutoClose : T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onAboutToShow: {
        accepted = false
        chosen = fit.recommended
    }
    onOpened: if (chosen !== "") choose(0)                         // the choice is in sight, however low the window
    onClosed: {
        engine.quality.cancel()
        if (!accepted)
            engine.cancel()
    }

    function choose(by: int): void {
        let row = by > 0 ? -1 : choices.count
        for (let i = 0; i < choices.count; ++i)
            if (choices.itemAt(i).precision === chosen)
                row = i
        const next = choices.itemAt(Math.max(0, Math.min(choices.count - 1, row + by)))
        chosen = next.precision
        show(next)
    }

    function precisions(): var {
        const names = []
        for (let i = 0; i < choices.count; ++i)
            if (choices.itemAt(i).fits)
                names.push(choices.itemAt(i).precision)
        return names
    }

    function load(): void {
        accepted = true
        close()
        engine.confirmOpen(chosen)
    }

    Connections {
        target: sheet.engine
        function onFitReady(): void {
            sheet.open()
        }
    }
    footer: [
        Button {
            objectName: "measureButton"
            kind: "quiet"
            visible: !sheet.mute
            text: sheet.engine.quality.measuring ? qsTr("Stop · Esc") : qsTr("Measure quality")
            onClicked: sheet.engine.quality.measuring ? sheet.engine.quality.cancel() : sheet.engine.quality.measure(sheet.fit.path, sheet.precisions())
        },
        Button { kind: "quiet"; text: qsTr("Cancel"); onClicked: sheet.close() },
        Button {
            objectName: "loadButton"
            kind: "primary"
            focus: true
            text: sheet.chosen === "auto" ? qsTr("Load as stored") : qsTr("Load as %1").arg(sheet.chosen)
            enabled: sheet.chosen !== "" && !sheet.mute
            onClicked: sheet.load()
        }
    ]

    Column {
        width: parent.width
        spacing: Theme.px(16)

        Notice {
            objectName: "tokenizerTrouble"
            width: parent.width
            visible: sheet.mute
            text: qsTr("This model cannot chat: it has no tokenizer that can be read.")
            detail: sheet.fit.tokenizerTrouble + (sheet.fit.tokenizerRemedy === "" ? "" : "\n" + sheet.fit.tokenizerRemedy)
        }
        FactRows {
            width: parent.width
            rows: sheet.fit.facts
            hint: qsTr("As the model's own files say.")
        }
        Item {
            width: parent.width
            height: Theme.px(22)

            Caption {
                anchors { left: parent.left; bottom: parent.bottom }
                text: qsTr("Precision")
            }
            Figure {
                anchors { right: parent.right; bottom: parent.bottom }
                text: sheet.fit.availableText
                hint: qsTr("What the device said was free when the model was looked at.")
            }
        }
        Column {
            width: parent.width
            spacing: Theme.px(2)

            Repeater {
                id: choices
                model: sheet.fit.rows

                FitRow {
                    width: parent.width
                    chosen: sheet.chosen === precision
                    measured: sheet.engine.quality.measuring && sheet.engine.quality.precision === precision ? Math.max(0.02, sheet.engine.quality.progress) : 0
                    onPicked: sheet.chosen = precision
                }
            }
        }
        Label {
            objectName: "qualityNote"
            width: parent.width
            readonly property string trouble: sheet.engine.quality.errorText

            text: trouble !== "" ? trouble : qsTr("Perplexity against the weights as stored, same text. Measured: on this model. Typical: of its size.")
            color: trouble !== "" ? Theme.danger : Theme.dim
            font.pixelSize: Theme.note
            wrapMode: Text.Wrap
            lineHeight: 1.3
            horizontalAlignment: Text.AlignLeft

            Shortcut {
                sequences: ["Esc"]
                context: Qt.ApplicationShortcut
                enabled: sheet.engine.quality.measuring && sheet.opened
                onActivated: sheet.engine.quality.cancel()
            }
        }
        Label {
            width: parent.width
            text: sheet.fit.recommended === "" ? qsTr("None of these fits into the memory that is free now. It can be tried all the same; if memory runs out, nothing is lost.")
                                               : qsTr("Weights, the cache of %1 tokens, activations and workspace. All of it can be changed while the model runs.")
                                                 .arg(Format.count(sheet.fit.context))
            color: Theme.dim
            font.pixelSize: Theme.note
            wrapMode: Text.Wrap
            lineHeight: 1.3
            horizontalAlignment: Text.AlignLeft
        }
    }
}
