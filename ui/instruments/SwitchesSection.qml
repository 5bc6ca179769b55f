import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
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
        onPicked: option => section.engine.proposeSwitch("weights", option)
    }
    LabelledSwitch {
        objectName: "attentionSwitch"
        width: parent.width
        label: qsTr("Attention")
        options: section.engine.attentionChoices
        current: section.engine.attention
        onPicked: option => section.engine.proposeSwitch("attention", option)
    }
    LabelledSwitch {
        objectName: "cacheSwitch"
        width: parent.width
        label: qsTr("Cache")
        options: section.engine.cacheChoices
        current: section.engine.cache
        onPicked: option => section.engine.proposeSwitch("cache", option)
    }
    LabelledSwitch {
        width: parent.width
        visible: section.engine.deviceChoices.length > 2     // "auto" and one device are no choice
        label: qsTr("Device")
        options: section.engine.deviceChoices
        current: section.engine.device
        onPicked: option => section.engine.proposeSwitch("device", option)
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
            placeholderText: qsTr("Tokens")
            Accessible.name: qsTr("Context, in tokens")
            horizontalAlignment: TextInput.AlignRight
            font { family: Theme.figures; pixelSize: Theme.small }
            maximumLength: 12
            validator: RegularExpressionValidator { regularExpression: /[0-9,]*/ }     // what is no use is said, not swallowed
            text: section.engine.context > 0 ? String(section.engine.context) : ""
            onAccepted: apply()
            onActiveFocusChanged: if (!activeFocus) reset()
            Keys.onEscapePressed: event => {
                reset()
                event.accepted = false          // and leaves
            }

            function apply(): void {
                if (text !== "" && Number(text.replace(/,/g, "")) !== section.engine.context)
                    section.engine.proposeSwitch("context", text)
            }

            function reset(): void {
                text = Qt.binding(() => section.engine.context > 0 ? String(section.engine.context) : "")
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
