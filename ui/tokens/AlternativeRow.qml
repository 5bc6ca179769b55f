import QtQuick
import QtQuick.Templates as T
import Halftone.App
import Halftone.Controls

// A token that could have been said, and its share.
T.AbstractButton {
    id: row

    required property int index
    required property string word
    required property real share
    required property string figure
    required property bool said
    required property string why                // it cannot be gone on with; empty: it can
    property bool chosen: false
    property real each: 0.01                    // a dot stands for

    signal pointed()
    signal continued()

    objectName: "alternative" + index
    implicitHeight: Theme.px(34)
    focusPolicy: Qt.NoFocus
    text: said ? qsTr("%1, %2, as it was said").arg(Format.isolated(word)).arg(figure) : qsTr("%1, %2").arg(Format.isolated(word)).arg(figure)
    Accessible.role: Accessible.ListItem
    Accessible.name: text
    Accessible.selected: chosen
    onClicked: pointed()
    onDoubleClicked: continued()

    HoverHandler {
        property point rested: Qt.point(-1, -1)     // a pointer that the card appeared under chooses nothing until it moves
        readonly property point place: point.scenePosition

        onHoveredChanged: if (!hovered) rested = Qt.point(-1, -1)
        onPlaceChanged: {
            const moved = rested.x >= 0 && place !== rested
            rested = place
            if (hovered && moved)
                row.pointed()
        }
    }
    contentItem: Item {
        Icon {
            id: mark
            anchors { left: parent.left; leftMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
            size: Theme.px(14)
            name: row.said ? "check" : ""
            color: Theme.accent
        }
        Elided {
            id: name
            anchors { left: mark.right; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
            width: Theme.px(86)
            text: row.word
            font { family: Theme.mono; pixelSize: Theme.small; weight: row.said ? Font.DemiBold : Font.Normal }
            Accessible.ignored: true
        }
        ShareDots {
            id: dots
            anchors { left: name.right; right: share.left; leftMargin: Theme.px(8); rightMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
            value: row.share
            each: row.each
            height: Theme.px(9)
            mirrored: Theme.rightToLeft
            tone: row.said || row.chosen ? Theme.accent : Theme.dim
            rest: Theme.dot
        }
        Figure {
            id: share
            anchors { right: goOn.left; rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter }
            width: Theme.px(50)
            text: row.figure
            color: Theme.ink
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
            hint: qsTr("The model's own probability of this token here, before temperature, penalty and cuts")
            Accessible.ignored: true
        }
        Item {
            id: goOn
            anchors { right: parent.right; rightMargin: Theme.px(6); verticalCenter: parent.verticalCenter }
            width: Theme.px(164)
            height: Theme.px(28)

            T.Button {
                id: button
                objectName: "continueFrom" + row.index
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                visible: row.chosen && !row.said
                enabled: row.why === ""
                opacity: enabled ? 1 : 0.45
                implicitWidth: face.implicitWidth + Theme.px(20)
                implicitHeight: parent.height
                focusPolicy: Qt.NoFocus
                text: qsTr("Continue from here")
                Accessible.role: Accessible.Button
                Accessible.name: text
                onClicked: row.continued()

                contentItem: Item {
                    Row {
                        id: face
                        anchors.centerIn: parent
                        spacing: Theme.px(6)
                        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
                        LayoutMirroring.enabled: false

                        Icon {
                            anchors.verticalCenter: parent.verticalCenter
                            size: Theme.px(14)
                            name: "branch"
                            color: Theme.accent
                        }
                        Label {
                            text: button.text
                            color: Theme.accent
                            font { pixelSize: Theme.note; weight: Font.Medium }
                        }
                    }
                }
                background: Rectangle {
                    radius: Theme.px(8)
                    color: button.hovered ? Theme.mine : Theme.pane
                    border { width: 1; color: Theme.line }
                }
            }
            HoverHandler { id: over }
            Hint {
                shown: over.hovered && button.visible
                text: row.why !== "" ? row.why : qsTr("A new version of the reply says this here and goes on; the old one stays, and the cache is kept up to this token  Enter")
            }
        }
    }
    background: Rectangle {
        radius: Theme.px(8)
        color: row.chosen ? Theme.well : "transparent"
    }
}
