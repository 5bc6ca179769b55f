import QtQuick
import Halftone.App
import Halftone.Controls

// What one reply cost; it stays with the reply, as do its other versions. A reply that was cut says so.
Item {
    id: figures

    required property int version
    required property int versions
    required property string details
    required property string finish
    required property replyFigures values
    property bool detailed: false               // the line below is shown; its place is kept anyway
    readonly property bool focused: choice.focused
    readonly property string ending: {
        switch (finish) {
        case "cancelled": return qsTr("stopped by you")
        case "length": return qsTr("cut at the limit of length")
        case "interrupted": return qsTr("cut: Halftone was closed")
        case "error": return qsTr("cut by an error")
        case "edited": return qsTr("edited by you")
        default: return ""
        }
    }

    readonly property real before: Theme.rightToLeft ? Theme.px(10) : 0     // around each: the distance to the next
    readonly property real after: Theme.px(10) - before

    signal versionWanted(version: int)

    implicitHeight: line.implicitHeight + below.height + Theme.px(3)

    Flow {
        id: line
        objectName: "replyFigures"
        width: parent.width
        spacing: Theme.px(4)                    // between lines; beside one another they keep their distance themselves

        Versions {
            id: choice
            leftPadding: figures.before
            rightPadding: figures.after
            version: figures.version
            count: figures.versions
            onWanted: version => figures.versionWanted(version)
        }
        Figure {
            leftPadding: figures.before
            rightPadding: figures.after
            visible: figures.ending !== ""
            text: figures.ending
            color: figures.finish === "edited" ? Theme.dim : Theme.danger
        }
        Figure {
            leftPadding: figures.before
            rightPadding: figures.after
            visible: figures.values.tokensPerSecond > 0
            text: qsTr("%1 tokens/s").arg(Format.brief(figures.values.tokensPerSecond))
            hint: qsTr("Tokens after the first, by the time from the first to the last.")
        }
        Figure {
            leftPadding: figures.before
            rightPadding: figures.after
            visible: figures.values.firstTokenMs > 0
            text: qsTr("first token %1").arg(Format.duration(figures.values.firstTokenMs))
            hint: qsTr("Wall time from sending the message until the first token was there.")
        }
        Row {                                   // a bar and its figure are not parted
            visible: figures.values.promptTokens > 0
            leftPadding: figures.before
            rightPadding: figures.after
            spacing: Theme.px(10)

            Meter {
                anchors.verticalCenter: parent.verticalCenter
                visible: line.width >= width + parent.spacing + reused.implicitWidth + Theme.px(10)
                width: Theme.px(86)
                height: Theme.px(5)
                tone: Theme.kv
                value: figures.values.promptTokens > 0 ? figures.values.reusedTokens / figures.values.promptTokens : 0
                Accessible.name: qsTr("Part of the prompt found in the cache")
            }
            Figure {
                id: reused
                text: qsTr("reused %1 of %2 tokens").arg(Format.count(figures.values.reusedTokens)).arg(Format.count(figures.values.promptTokens))
                hint: qsTr("Tokens of the prompt whose keys and values were still in the cache, of all its tokens.")
            }
        }
        Figure {
            leftPadding: figures.before
            rightPadding: figures.after
            visible: figures.values.draftedTokens > 0
            text: qsTr("accepted %1 of %2 guessed tokens").arg(Format.count(figures.values.acceptedTokens)).arg(Format.count(figures.values.draftedTokens))
            hint: qsTr("Guessed ahead of the model and found right when it checked them, of all guesses.")
        }
    }
    Figure {
        id: below
        anchors { top: line.bottom; topMargin: Theme.px(3); left: parent.left; right: parent.right }
        height: Theme.px(16)
        opacity: figures.detailed ? 1 : 0
        text: figures.details
        hint: (truncated ? text + "\n" : "") + qsTr("Which model and settings it was written under, the most memory that was taken meanwhile, and when.")
        elide: Text.ElideRight
        horizontalAlignment: Text.AlignLeft

        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
    }
}
