import QtQuick
import Halftone.App
import Halftone.Controls

// Settings of the program, of the open conversation, and of the open model.
Sheet {
    id: sheet

    required property SettingsViewModel settings
    required property ChatViewModel chat
    required property EngineViewModel engine
    required property ApplicationViewModel application
    property string page: "general"

    signal shortcutsWanted()

    objectName: "settingsSheet"
    title: qsTr("Settings")
    onAboutToHide: page = "general"

    function openConversation(): void {
        page = "conversation"
        open()
    }

    function openModel(): void {
        page = "model"
        open()
    }

    footer: [
        Button { kind: "quiet"; text: qsTr("Keyboard shortcuts"); onClicked: { sheet.close(); sheet.shortcutsWanted() } },
        Button { kind: "primary"; text: qsTr("Done"); focus: true; onClicked: sheet.close() }
    ]

    Column {
        width: parent.width
        spacing: Theme.px(18)

        SegmentedSwitch {
            objectName: "settingsPages"
            width: parent.width
            name: qsTr("Settings")
            options: ["general", "conversation", "model"]
            labels: [qsTr("General"), qsTr("This conversation"), qsTr("This model")]
            current: sheet.page
            onPicked: option => sheet.page = option
        }
        GeneralSettings {
            width: parent.width
            visible: sheet.page === "general"
            settings: sheet.settings
            engine: sheet.engine
            version: sheet.application.version
            backUp: sheet.application.backUp
            onStepAside: sheet.close()
        }
        ConversationSettings {
            width: parent.width
            visible: sheet.page === "conversation"
            chat: sheet.chat
        }
        ModelSettings {
            width: parent.width
            visible: sheet.page === "model"
            engine: sheet.engine
        }
    }
}
