import QtQuick
import QtQuick.Templates as T

// A sentence that appears beside what is pointed at; it is made only when it is first needed.
Item {
    id: hint

    property string text
    property bool shown: false
    property real above: 0                      // lifts the sentence over this height

    anchors.fill: parent

    Loader {
        active: hint.shown && hint.text !== ""
        anchors.fill: parent

        sourceComponent: Item {
            T.ToolTip {
                x: Math.round((parent.width - width) / 2)
                y: parent.height + Theme.px(6)
                margins: Theme.px(8)
                padding: Theme.px(8)
                leftPadding: Theme.px(10)
                rightPadding: Theme.px(10)
                delay: 500
                visible: true
                implicitWidth: Math.min(sentence.implicitWidth + leftPadding + rightPadding, Theme.px(280))
                implicitHeight: contentHeight + topPadding + bottomPadding
                closePolicy: T.Popup.NoAutoClose

                contentItem: Label {
                    id: sentence
                    text: hint.text
                    color: Theme.background
                    font.pixelSize: Theme.note
                    wrapMode: Text.Wrap
                    lineHeight: 1.25
                }
                background: Rectangle {
                    radius: Theme.px(8)
                    color: Theme.dark ? Theme.ink : "#2B2B31"
                }
                enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
                exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }
            }
        }
    }
}
