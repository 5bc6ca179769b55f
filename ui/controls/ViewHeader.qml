import QtQuick

// The head of what is looked at in the conversation's place: its name, what belongs to it, and the ways out.
Item {
    id: header

    default property alias content: within.data
    property string name
    property string note                        // under which settings
    property string seen                        // the page behind the view: what is seen in it,
    property var tries: []                      // and what to try
    property bool exports: false                // there is something to take along
    readonly property bool tight: width < Theme.px(620)

    signal backWanted()
    signal exportWanted()

    implicitHeight: Theme.px(48)
    Elided {
        id: title
        anchors { left: parent.left; leftMargin: Theme.px(header.tight ? 16 : 24); verticalCenter: parent.verticalCenter }
        width: Math.min(implicitWidth, header.width / 2)
        text: header.name
        font.pixelSize: Theme.px(15)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    IconButton {
        id: helpButton
        objectName: "viewHelp"
        anchors { left: title.right; leftMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
        visible: header.seen !== ""
        width: visible ? implicitWidth : 0
        text: qsTr("What is this?")
        icon.name: "help"
        onClicked: help.open()
    }
    ViewHelp {
        id: help
        objectName: "viewHelpPage"
        title: header.name
        seen: header.seen
        tries: header.tries
    }
    Item {
        id: within
        anchors { left: helpButton.right; right: header.tight ? exportButton.left : noteLabel.left; top: parent.top; bottom: parent.bottom; leftMargin: Theme.px(10); rightMargin: Theme.px(10) }
    }
    Elided {
        id: noteLabel
        anchors { right: exportButton.left; rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
        visible: !header.tight
        width: Math.min(implicitWidth, Theme.px(220))
        text: header.note
        color: Theme.dim
        font.pixelSize: Theme.small
    }
    Button {
        id: exportButton
        objectName: "exportView"
        anchors { right: back.left; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
        visible: header.exports
        icon.name: "up"
        text: header.tight ? "" : qsTr("Export")
        Accessible.name: qsTr("Export")
        onClicked: header.exportWanted()
    }
    Button {
        id: back
        objectName: "leaveView"
        anchors { right: parent.right; rightMargin: Theme.px(14); verticalCenter: parent.verticalCenter }
        kind: "quiet"
        text: header.tight ? qsTr("Chat") : qsTr("Back to chat")
        keys: header.tight ? "" : "Esc"
        onClicked: header.backWanted()
    }
    Rule { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } }
}
