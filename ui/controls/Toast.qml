import QtQuick
import QtQuick.Templates as T

// A few words that come and go by themselves: what a key has done, or why it could not.
T.Popup {
    id: toast

    property string text

    function say(words: string): void {
        text = words
        open()
        rest.restart()
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? parent.height - height - Theme.px(112) : 0
    z: 1
    implicitWidth: Math.min(words.implicitWidth + leftPadding + rightPadding, parent ? parent.width - Theme.px(32) : Theme.px(400))
    implicitHeight: words.implicitHeight + topPadding + bottomPadding
    padding: Theme.px(9)
    leftPadding: Theme.px(14)
    rightPadding: Theme.px(14)
    closePolicy: T.Popup.NoAutoClose

    contentItem: Label {
        id: words
        objectName: "toast"
        text: toast.text
        color: Theme.background
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    background: Rectangle {
        radius: Theme.px(12)
        color: Theme.dark ? Theme.ink : "#2B2B31"
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick } }

    Timer {
        id: rest
        interval: 2500
        onTriggered: toast.close()
    }
}
