import QtQml

// The ways to look at the conversation, in the order of their keys. `sizes`: of the nine dots of its mark.
QtObject {
    readonly property var all: [
        { key: "chat", name: qsTr("Chat"), keys: "Ctrl+1", sizes: [1, 0.8, 0.55, 0.8, 0.55, 0.4, 0.55, 0.4, 0.25] },
        { key: "compare", name: qsTr("Compare"), keys: "Ctrl+T", sizes: [0.4, 0, 0, 1, 0.8, 0, 1, 0.5, 0.3] },
        { key: "tokens", name: qsTr("Tokens"), keys: "Ctrl+2", sizes: [0.6, 0.6, 0.6, 0, 0, 0, 0.3, 1, 0.6] },
        { key: "attention", name: qsTr("Attention"), keys: "Ctrl+3", sizes: [1, 0, 0, 0.5, 1, 0, 0.3, 0.5, 1] },
        { key: "timeline", name: qsTr("Timeline"), keys: "Ctrl+4", sizes: [1, 0.5, 0, 0, 1, 0, 0, 0.5, 1] },
        { key: "memory-map", name: qsTr("Memory map"), keys: "Ctrl+5", sizes: [1, 1, 0.6, 1, 1, 0.6, 0.6, 0.6, 0.4] },
        { key: "experiment", name: qsTr("Experiment"), keys: "Ctrl+6", sizes: [0.25, 0.25, 1, 0.25, 0.6, 0.25, 0.4, 0.25, 0.25] }
    ]
}
