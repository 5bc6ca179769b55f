import QtQuick
import Halftone.App
import Halftone.Controls

// How conversations are written for the open model: its chat template, and what that lets one choose. Kept for this model.
Column {
    id: page

    required property EngineViewModel engine
    readonly property TemplateViewModel chatTemplate: engine.chatTemplate

    spacing: Theme.px(12)

    Label {
        width: parent.width
        visible: !page.chatTemplate.available
        text: qsTr("Open a model first: what can be set here is the model's.")
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
    Column {
        width: parent.width
        visible: page.chatTemplate.available
        spacing: page.spacing

        Repeater {
            model: page.chatTemplate.variables

            VariableRow {
                width: page.width
                onTold: value => page.chatTemplate.tell(name, value)
            }
        }
        Rule {
            width: parent.width
            visible: page.chatTemplate.variables.count > 0
        }
        SettingRow {
            width: parent.width
            label: qsTr("Continue texts")
            note: qsTr("Without turns: what is written is the beginning, the reply goes on with it")

            Toggle {
                objectName: "continuesText"
                text: qsTr("Continue texts")
                checked: page.chatTemplate.continuesText
                onToggled: page.chatTemplate.continueText(checked)
            }
        }
        Item {
            width: parent.width
            height: Math.max(words.height, names.visible ? names.height : 0)

            Column {
                id: words
                anchors { left: parent.left; right: names.visible ? names.left : parent.right; rightMargin: names.visible ? Theme.px(16) : 0 }
                spacing: Theme.px(2)

                Label {
                    width: parent.width
                    text: qsTr("Chat template")
                    horizontalAlignment: Text.AlignLeft
                }
                Label {
                    objectName: "templateOrigin"
                    width: parent.width
                    text: page.chatTemplate.origin
                    color: Theme.dim
                    font.pixelSize: Theme.note
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                }
            }
            SegmentedSwitch {
                id: names
                objectName: "templateNames"
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                visible: page.chatTemplate.names.length > 1
                width: Theme.px(260)
                name: qsTr("Chat template")
                options: page.chatTemplate.names
                current: page.chatTemplate.name
                onPicked: option => page.chatTemplate.choose(option)
            }
        }
        TemplateEditor {
            width: parent.width
            content: page.chatTemplate.draft
            wrongLine: page.chatTemplate.errorLine
            onEdited: text => page.chatTemplate.draft = text
        }
        Label {
            objectName: "templateError"
            width: parent.width
            visible: text !== ""
            text: page.chatTemplate.error
            color: Theme.danger
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            Accessible.role: Accessible.AlertMessage
        }
        Flow {
            width: parent.width
            spacing: Theme.gap

            Button {
                objectName: "useTemplate"
                kind: "primary"
                text: qsTr("Use this template")
                enabled: page.chatTemplate.edited
                onClicked: page.chatTemplate.use()
            }
            Button {
                objectName: "discardTemplate"
                visible: page.chatTemplate.edited
                text: qsTr("Discard the changes")
                onClicked: page.chatTemplate.discard()
            }
            Button {
                objectName: "resetTemplate"
                visible: page.chatTemplate.replaced
                text: qsTr("Back to the model's own")
                onClicked: page.chatTemplate.reset()
            }
        }
        Label {
            width: parent.width
            text: qsTr("It holds from the next turn on, and for this model alone.")
            color: Theme.dim
            font.pixelSize: Theme.note
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
    }
}
