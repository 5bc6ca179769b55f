import QtQuick

// Running text of the interface.
Text {
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    verticalAlignment: Text.AlignVCenter
    textFormat: Text.PlainText
    linkColor: Theme.accent
}
