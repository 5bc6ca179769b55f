import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// The text of an attachment, as the model reads it.
Sheet {
    id: sheet

    required property AttachmentPage page
    readonly property real most: (whole ? parent.height : room) - Theme.px(180)
    readonly property bool brief: page.count <= 60      // all its lines are laid out: their height is known

    objectName: "attachmentSheet"
    title: sheet.page.name
    span: Theme.px(760)
    choosing: true
    onMoved: by => list.scroll(by * Theme.px(48))
    footer: [
        Button { kind: "quiet"; text: qsTr("Copy"); onClicked: sheet.page.copy() },
        Button { kind: "primary"; text: qsTr("Done"); onClicked: sheet.close() }
    ]

    function show(content: var): void {
        sheet.page.content = content
        list.positionViewAtBeginning()
        open()
        list.forceActiveFocus()
    }

    Column {
        width: parent.width
        spacing: Theme.px(10)

        Figure {
            width: parent.width
            text: sheet.page.details
            hint: qsTr("Bytes and lines of the file, and its tokens by this model's own tokenizer.")
            horizontalAlignment: Text.AlignLeft
        }
        Rectangle {
            width: parent.width
            height: sheet.brief ? Math.min(sheet.most, list.contentHeight + Theme.px(20)) : sheet.most
            radius: Theme.radius
            color: Theme.well

            ListView {
                id: list
                objectName: "attachmentLines"
                anchors { fill: parent; margins: Theme.px(10) }
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                activeFocusOnTab: true
                keyNavigationEnabled: false
                cacheBuffer: sheet.brief ? 1e6 : 2 * height
                model: sheet.page
                Accessible.role: Accessible.List
                Accessible.name: sheet.page.name
                delegate: Label {
                    required property string line
                    required property bool rightToLeft

                    width: ListView.view.width - Theme.px(8)
                    text: line
                    wrapMode: Text.Wrap
                    lineHeight: 1.25
                    horizontalAlignment: rightToLeft ? Text.AlignRight : Text.AlignLeft
                    LayoutMirroring.enabled: false
                    font { family: sheet.page.prose ? Theme.family : Theme.mono; pixelSize: sheet.page.prose ? Theme.body : Theme.small }
                }
                T.ScrollBar.vertical: ScrollBar { }
                Keys.onPressed: event => {
                    switch (event.key) {
                    case Qt.Key_PageUp: scroll(-0.9 * height); break
                    case Qt.Key_PageDown: scroll(0.9 * height); break
                    case Qt.Key_Home: positionViewAtBeginning(); break
                    case Qt.Key_End: positionViewAtEnd(); break
                    default: return
                    }
                    event.accepted = true
                }

                function scroll(by: real): void {
                    contentY = Math.max(originY, Math.min(originY + contentHeight - height, contentY + by))
                }
            }
        }
    }
}
