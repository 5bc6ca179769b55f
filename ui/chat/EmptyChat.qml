import QtQuick
import Halftone.Controls

// Before the first message: the mark, the model's name, and two things to begin with.
Item {
    id: page

    required property string modelName
    required property bool continuesText        // there is nobody to ask

    signal suggested(text: string)

    Centred {
        anchors.fill: parent
        span: Theme.px(460)
        rise: -Theme.px(20)
        spacing: Theme.px(10)

        Mark {
            anchors.horizontalCenter: parent.horizontalCenter
            size: Theme.px(44)
        }
        Item { width: 1; height: Theme.px(6) }
        Elided {
            width: parent.width
            text: (page.continuesText ? qsTr("Begin a text for %1") : qsTr("Ask %1")).arg(Format.isolated(page.modelName))
            font.pixelSize: Theme.px(20)
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            elide: Text.ElideMiddle
        }
        Label {
            width: parent.width
            text: qsTr("It runs on this computer. What each answer costs is shown beside it.")
            color: Theme.dim
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
        Item { width: 1; height: Theme.px(8) }
        Flow {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, first.width + (second.visible ? second.width + spacing : 0))
            spacing: Theme.gap

            Button {
                id: first
                text: page.continuesText ? qsTr("Once upon a time") : qsTr("How many people live in France?")
                onClicked: page.suggested(text)
            }
            Button {
                id: second
                visible: !page.continuesText
                text: qsTr("Transform bytes to gigabytes")
                onClicked: page.suggested(qsTr("Please write a function in Python that transforms bytes to gigabytes."))
            }
        }
    }
}
