import QtQuick
import QtQuick.Templates as T
import Halftone.Controls

// A model that can be opened: what it is, its size on disk, whether it fits. Where it is narrow, the size goes under the name.
T.Button {
    id: row

    required property string name
    property string detail                      // below the name
    property string told: detail                // for those who listen
    property string bytes
    property string verdict
    property string spoken: verdict             // for those who listen, too
    property bool fits: true
    property int grid: 0
    property bool gone: false
    property bool first: false                  // what Enter opens
    property string note                        // the whole of what is not shown, in a hint
    readonly property bool narrow: width < Theme.px(520)
    readonly property real end: Theme.px(16)

    signal opened()
    signal started()                            // at once, where Enter does that
    signal forgotten()

    function after(part: string): string {
        return part === "" ? "" : ", " + part
    }

    implicitHeight: Theme.px(46)
    focusPolicy: Qt.TabFocus
    text: name
    Accessible.name: Format.isolated(name) + after(told) + after(bytes) + after(spoken)
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Keys.onDeletePressed: forgotten()
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    onClicked: if (!gone) opened()

    contentItem: Item {
        PrecisionMark {
            id: mark
            anchors { left: parent.left; leftMargin: row.end; verticalCenter: parent.verticalCenter }
            grid: row.grid
            opacity: row.gone ? 0.4 : 1
        }
        Elided {
            id: title
            anchors { left: mark.right; right: figures.left; top: parent.top; leftMargin: Theme.px(12); rightMargin: Theme.gap; topMargin: Theme.px(5) }
            text: row.name
            color: row.gone ? Theme.dim : Theme.ink
            font.pixelSize: Theme.small
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        Elided {
            anchors { left: title.left; right: title.right; top: title.bottom; topMargin: Theme.px(1) }
            text: row.narrow && row.bytes !== "" ? (row.detail === "" ? row.bytes : Format.isolated(row.bytes) + " · " + row.detail) : row.detail
            color: row.hovered ? Theme.sideDim : Theme.dim
            font.pixelSize: Theme.note
            elide: row.gone ? Text.ElideMiddle : Text.ElideRight
            Accessible.ignored: true
        }
        Row {
            id: figures
            anchors { right: parent.right; rightMargin: row.end; verticalCenter: parent.verticalCenter }
            spacing: Theme.px(10)

            Figure {
                width: Theme.px(80)
                anchors.verticalCenter: parent.verticalCenter
                visible: !row.narrow && row.bytes !== ""
                text: row.bytes
                hint: qsTr("Size of the model's files.")
                color: Theme.ink
                font.pixelSize: Theme.small
                horizontalAlignment: Text.AlignRight
            }
            Item {
                width: Theme.px(row.narrow ? 118 : 140)
                height: row.height

                Elided {
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    visible: !row.gone && !row.first
                    text: row.verdict
                    color: row.fits ? Theme.good : Theme.scarce
                    font.family: Theme.figures
                    font.pixelSize: Theme.note
                    horizontalAlignment: Text.AlignRight
                    Accessible.ignored: true
                }
                Button {
                    objectName: "startLast"
                    x: row.mirrored ? 0 : parent.width - width
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.first && !row.gone
                    kind: "primary"
                    implicitHeight: Theme.px(30)
                    text: qsTr("Start · Enter")
                    Accessible.name: qsTr("Start %1").arg(Format.isolated(row.name))
                    onClicked: row.started()
                }
                Button {
                    objectName: "forget"
                    x: row.mirrored ? 0 : parent.width - width
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.gone
                    implicitHeight: Theme.px(30)
                    text: qsTr("Forget")
                    Accessible.name: qsTr("Forget %1").arg(Format.isolated(row.name))
                    onClicked: row.forgotten()
                }
            }
        }
    }
    background: Rectangle {
        radius: Theme.px(10)
        color: row.hovered && !row.gone ? Theme.well : "transparent"

        FocusRing { control: row; anchors.margins: 1; radius: Theme.px(10) }
    }
    Hint {
        shown: row.hovered || row.visualFocus
        text: row.note
    }
}
