import QtQuick
import Halftone.App
import Halftone.Controls

// How this conversation is led: its system prompt, and how the next token is chosen.
Column {
    id: page

    required property ChatViewModel chat
    readonly property SamplingViewModel sampling: chat.sampling

    spacing: Theme.px(12)

    PromptField {
        width: parent.width
        label: qsTr("System prompt")
        content: page.chat.systemPrompt
        onEdited: text => page.chat.systemPrompt = text
    }
    Item {
        width: parent.width
        height: Theme.px(30)

        Caption {
            anchors { left: parent.left; bottom: parent.bottom; bottomMargin: Theme.px(4) }
            text: qsTr("Sampling")
        }
        Button {
            anchors { right: parent.right; rightMargin: -Theme.px(9); bottom: parent.bottom }
            implicitHeight: Theme.px(28)
            visible: page.sampling.modified
            kind: "quiet"
            text: qsTr("As the model suggests")
            onClicked: page.sampling.defaults()
        }
    }
    NumberRow {
        width: parent.width
        label: qsTr("Temperature")
        note: value === 0 ? qsTr("0: always the likeliest token") : ""
        to: 2
        decimals: 2
        value: page.sampling.temperature
        onEdited: value => page.sampling.temperature = value
    }
    NumberRow {
        width: parent.width
        label: qsTr("Top k")
        note: value === 0 ? qsTr("Off at 0") : ""
        to: 200
        value: page.sampling.topK
        onEdited: value => page.sampling.topK = value
    }
    NumberRow {
        width: parent.width
        label: qsTr("Top p")
        note: value === 1 ? qsTr("Off at 1") : ""
        to: 1
        decimals: 2
        value: page.sampling.topP
        onEdited: value => page.sampling.topP = value
    }
    NumberRow {
        width: parent.width
        label: qsTr("Min p")
        note: value === 0 ? qsTr("Off at 0") : ""
        to: 1
        decimals: 2
        value: page.sampling.minP
        onEdited: value => page.sampling.minP = value
    }
    NumberRow {
        width: parent.width
        label: qsTr("Repetition penalty")
        note: value === 1 ? qsTr("Off at 1") : ""
        from: 1
        to: 2
        decimals: 2
        value: page.sampling.repeatPenalty
        onEdited: value => page.sampling.repeatPenalty = value
    }
    NumberRow {
        width: parent.width
        label: qsTr("Longest reply, in tokens")
        from: 1
        to: 4096
        most: 1048576
        value: page.sampling.maxTokens
        onEdited: value => page.sampling.maxTokens = value
    }
    SettingRow {
        width: parent.width
        label: qsTr("One seed for all replies")
        note: qsTr("Else each reply draws its own; it stands below the reply")

        Toggle {
            checked: page.sampling.seedFixed
            text: qsTr("One seed for all replies")
            onToggled: page.sampling.seedFixed = checked
        }
    }
    NumberRow {
        width: parent.width
        visible: page.sampling.seedFixed
        label: qsTr("Seed")
        note: qsTr("The same seed gives the same reply")
        sliding: false
        most: 2147483647
        value: page.sampling.seed  // qmllint disable type
        onEdited: value => page.sampling.seed = value
    }
}
