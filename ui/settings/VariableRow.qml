import QtQuick
import Halftone.Controls

// A variable that the chat template reads: said here, or left to the template.
SettingRow {
    id: row

    required property string name
    required property string kind
    required property string value
    required property var choices

    signal told(value: string)

    readonly property bool chosen: kind === "flag" || kind === "choice"
    readonly property var words: ({
        "enable_thinking": qsTr("Think before answering"),
        "thinking": qsTr("Think before answering"),
        "clear_thinking": qsTr("Forget the thoughts of earlier turns"),
        "truncate_history_thinking": qsTr("Forget the thoughts of earlier turns"),
        "preserve_thinking": qsTr("Keep the thoughts of earlier turns"),
        "keep_past_thinking": qsTr("Keep the thoughts of earlier turns"),
        "reasoning_effort": qsTr("Effort of thinking"),
        "reasoning_mode": qsTr("How to think"),
        "thinking_budget": qsTr("Longest thought, in tokens"),
        "model_identity": qsTr("What the model is told it is"),
        "custom_instructions": qsTr("Instructions"),
        "date_string": qsTr("The date"),
        "current_date": qsTr("The date"),
        "today_date": qsTr("The date"),
        "today": qsTr("The date")
    })

    label: words[name] ?? name
    note: name

    SegmentedSwitch {
        objectName: row.name
        visible: row.chosen
        width: Theme.px(row.choices.length > 3 ? 320 : 260)
        name: row.label
        options: ["", ...row.choices]
        labels: [qsTr("Default"), ...(row.kind === "flag" ? [qsTr("Yes"), qsTr("No")] : row.choices)]
        current: row.value
        onPicked: option => row.told(option)
    }
    TextField {
        objectName: row.chosen ? "" : row.name
        visible: !row.chosen
        implicitWidth: Theme.px(260)
        implicitHeight: Theme.px(32)
        font.pixelSize: Theme.small
        placeholderText: qsTr("Default")
        Accessible.name: row.label
        text: row.value
        validator: RegularExpressionValidator { regularExpression: row.kind === "number" ? /-?\d{0,9}/ : /.*/ }
        onEditingFinished: row.told(text)
    }
}
