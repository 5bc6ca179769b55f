import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Controls

// The switches. They act on the running conversation; what costs nothing happens at once, the rest is asked about first.
Column {
    id: section

    required property EngineViewModel engine

    spacing: Theme.px(9)
    enabled: engine.state === EngineViewModel.Ready

    Caption {
        width: parent.width
        text: qsTr("Switches")
        horizontalAlignment: Text.AlignLeft
    }
    LabelledSwitch {
        objectName: "weightsSwitch"
        width: parent.width
        label: qsTr("Weights")
        options: section.engine.weightsChoices
        labels: section.engine.weightsLabels
        hints: section.engine.weightsHints
        firstIsWide: true                       // "as stored"
        current: section.engine.weights
        onPicked: option => section.engine.proposeSwitch(EngineSwitch.Weights, option)
    }
    LabelledSwitch {
        objectName: "attentionSwitch"
        width: parent.width
        label: qsTr("Attention")
        options: section.engine.attentionChoices
        hints: [
            qsTr("Flash: scores are computed in tiles and never stored; memory grows with the length of the conversation."),
            qsTr("Naive: the whole table of scores is stored, for each head tokens × tokens × 4 bytes.")
        ]
        current: section.engine.attention
        onPicked: option => section.engine.proposeSwitch(EngineSwitch.Attention, option)
    }
    LabelledSwitch {
        objectName: "cacheSwitch"
        width: parent.width
        label: qsTr("Cache")
        options: section.engine.cacheChoices
        hints: [
            qsTr("Keys and values at 32 bits each: exact."),
            qsTr("Keys and values at 16 bits each: half of f32."),
            qsTr("Keys and values at 16 bits each, with the range of f32 and fewer digits than f16."),
            qsTr("Keys and values at 8 bits each and a scale for every block: about a quarter of f32."),
            qsTr("Keys and values at 4 bits each and a scale for every block: about an eighth of f32; replies can suffer."),
            qsTr("No cache: every token computes the whole conversation again.")
        ]
        current: section.engine.cache
        onPicked: option => section.engine.proposeSwitch(EngineSwitch.Cache, option)
    }
    LabelledSwitch {
        width: parent.width
        visible: section.engine.deviceChoices.length > 2     // "auto" and one device are no choice
        label: qsTr("Device")
        options: section.engine.deviceChoices
        labels: section.engine.deviceLabels
        hints: section.engine.deviceHints
        current: section.engine.device
        onPicked: option => section.engine.proposeSwitch(EngineSwitch.Device, option)
    }
    Label {
        objectName: "deviceNote"
        width: parent.width
        visible: text !== ""
        text: section.engine.deviceNote
        color: Theme.dim
        font.pixelSize: Theme.note
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
    }
    RowLayout {
        width: parent.width

        Label {
            Layout.fillWidth: true
            text: qsTr("Context")
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignLeft
        }
        TextField {
            id: context
            objectName: "contextField"
            Layout.preferredWidth: Theme.px(92)
            implicitHeight: Theme.px(32)
            placeholderText: "–"
            Accessible.name: qsTr("Context, in tokens")
            side: TextInput.AlignRight
            font { family: Theme.figures; pixelSize: Theme.small }
            maximumLength: 12
            validator: RegularExpressionValidator { regularExpression: /[0-9,]*/ }     // what is no use is said, not swallowed
            text: shown
            onAccepted: apply()
            onActiveFocusChanged: if (!activeFocus) reset()
            Keys.onEscapePressed: event => {
                reset()
                event.accepted = false          // and leaves
            }

            readonly property string shown: section.engine.context > 0 ? Format.count(section.engine.context) : ""

            function apply(): void {
                if (text !== "" && Number(text.replace(/,/g, "")) !== section.engine.context)
                    section.engine.proposeSwitch(EngineSwitch.Context, text)
            }

            function reset(): void {
                text = Qt.binding(() => shown)
            }
        }
        Label {
            text: qsTr("tokens")
            color: Theme.dim
            font.pixelSize: Theme.note
        }
    }
    Label {
        objectName: "contextNote"
        width: parent.width
        visible: text !== ""
        text: section.engine.contextNote
        color: Theme.dim
        font.pixelSize: Theme.note
        horizontalAlignment: Text.AlignRight
    }
}
