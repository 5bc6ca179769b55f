import QtQuick
import Halftone.Controls

// Closing would lose something: asked before it is lost.
Sheet {
    id: sheet

    property string reason

    signal retried()
    signal insisted()

    objectName: "closingSheet"
    asks: true
    title: qsTr("Not everything is saved")
    footer: [
        Button {
            objectName: "closeAnyway"
            kind: "danger"
            text: qsTr("Close and lose it")
            onClicked: {
                sheet.close()
                sheet.insisted()
            }
        },
        Button {
            kind: "quiet"
            text: qsTr("Keep the window open")
            onClicked: sheet.close()
        },
        Button {
            kind: "primary"
            text: qsTr("Try again")
            focus: true
            onClicked: {
                sheet.close()
                sheet.retried()
            }
        }
    ]

    Label {
        width: parent.width
        wrapMode: Text.Wrap
        text: sheet.reason
        lineHeight: 1.3
        horizontalAlignment: Text.AlignLeft
    }
}
