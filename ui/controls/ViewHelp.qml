import QtQuick

// The page behind a view: what is seen there, and what to try, so that somebody learns it by playing.
Sheet {
    id: page

    property string seen
    property var tries: []                      // sentences

    span: Theme.px(520)
    footer: Button {
        objectName: "helpRead"
        kind: "primary"
        text: qsTr("Close")
        onClicked: page.close()
    }

    Column {
        width: parent.width
        spacing: Theme.px(10)

        Label {
            width: parent.width
            text: page.seen
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            lineHeight: 1.4
        }
        Caption {
            width: parent.width
            topPadding: Theme.px(8)
            text: qsTr("What to try")
            horizontalAlignment: Text.AlignLeft
        }
        Repeater {
            model: page.tries

            Item {
                id: row

                required property string modelData

                width: parent?.width ?? 0
                height: sentence.implicitHeight + Theme.px(4)

                Dot {
                    anchors { left: parent.left; leftMargin: Theme.px(2); top: parent.top; topMargin: Theme.px(8) }
                    color: Theme.accent
                }
                Label {
                    id: sentence
                    anchors { left: parent.left; right: parent.right; leftMargin: Theme.px(20) }
                    text: row.modelData
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    lineHeight: 1.4
                }
            }
        }
    }
}
