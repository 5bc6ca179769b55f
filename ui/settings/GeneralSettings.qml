import QtQuick
import Halftone.App
import Halftone.Controls

Column {
    id: page

    required property SettingsViewModel settings
    required property EngineViewModel engine
    required property string version
    required property BackUpViewModel backUp

    signal stepAside()                            // a dialog comes instead

    spacing: Theme.px(16)

    SettingRow {
        width: parent.width
        label: qsTr("Appearance")

        SegmentedSwitch {
            objectName: "themeSwitch"
            width: Theme.px(260)
            name: qsTr("Appearance")
            options: ["system", "light", "dark"]
            labels: [qsTr("System"), qsTr("Light"), qsTr("Dark")]
            current: page.settings.theme
            onPicked: option => page.settings.theme = option
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Language")

        SegmentedSwitch {
            width: Theme.px(260)
            name: qsTr("Language")
            options: ["", "en", "ar"]
            labels: [qsTr("System"), "English", "العربية"]
            current: page.settings.language
            onPicked: option => page.settings.language = option
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Size")

        SegmentedSwitch {
            width: Theme.px(260)
            name: qsTr("Size")
            options: ["0.9", "1", "1.1", "1.25", "1.5"]
            labels: ["90 %", "100 %", "110 %", "125 %", "150 %"]
            hints: labels.map(() => qsTr("Of the size that letters and controls have at first."))
            current: String(page.settings.zoom)
            onPicked: option => page.settings.zoom = Number(option)
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Send with Enter")
        note: page.settings.sendWithEnter ? qsTr("Shift+Enter begins a new line") : qsTr("Enter begins a new line, Ctrl+Enter sends")

        Toggle {
            text: qsTr("Send with Enter")
            checked: page.settings.sendWithEnter
            onToggled: page.settings.sendWithEnter = checked
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Less motion")
        note: qsTr("Nothing fades or slides")

        Toggle {
            text: qsTr("Less motion")
            checked: page.settings.reducedMotion
            onToggled: page.settings.reducedMotion = checked
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Open the last model at start")
        note: page.settings.openLastModel ? "" : qsTr("Enter opens it")

        Toggle {
            objectName: "openLastToggle"
            text: qsTr("Open the last model at start")
            checked: page.settings.openLastModel
            onToggled: page.settings.openLastModel = checked
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Look for models on this machine")
        note: qsTr("Where Hugging Face, LM Studio, Ollama and GPT4All keep theirs; nothing is copied")

        Toggle {
            objectName: "lookToggle"
            text: qsTr("Look for models on this machine")
            checked: page.settings.lookForModels
            onToggled: page.settings.lookForModels = checked
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("Guess ahead")
        note: qsTr("Where a reply repeats earlier text; the reply stays the same")

        Toggle {
            objectName: "guessAheadToggle"
            text: qsTr("Guess ahead")
            checked: page.engine.guessAhead
            onToggled: {
                page.engine.guessAhead = checked
                checked = Qt.binding(() => page.engine.guessAhead)    // a reply may have to end first
            }
        }
    }
    SettingRow {
        width: parent.width
        label: qsTr("All conversations")
        note: qsTr("In one file, and back from it; from ChatGPT, Jan, LM Studio and Open WebUI as well")

        Row {
            spacing: Theme.gap

            Button {
                objectName: "backUpButton"
                text: qsTr("Back up…")
                onClicked: {
                    page.stepAside()
                    page.backUp.exportWanted()
                }
            }
            Button {
                objectName: "importButton"
                text: qsTr("Import…")
                onClicked: {
                    page.stepAside()
                    page.backUp.importWanted()
                }
            }
        }
    }
    Rule { width: parent.width }
    PromptField {
        width: parent.width
        label: qsTr("System prompt of new conversations")
        content: page.settings.defaultSystemPrompt
        onEdited: text => page.settings.defaultSystemPrompt = text
    }
    Label {
        width: parent.width
        text: qsTr("Halftone %1").arg(page.version)
        color: Theme.dim
        font.pixelSize: Theme.note
        horizontalAlignment: Text.AlignLeft
    }
}
