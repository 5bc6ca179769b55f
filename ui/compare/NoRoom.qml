import QtQuick
import Halftone.App
import Halftone.Controls

// Of a column that does not fit, with all the machine to itself: what it needs, what there is, and the way on.
Column {
    id: refusal

    required property CompareColumn column
    property bool busy: false                   // other columns run

    signal shorterWanted()

    spacing: Theme.px(10)

    Label {
        objectName: "refusedBecause"
        width: parent.width
        text: qsTr("With a context of %1 tokens this does not fit, even alone.").arg(Format.count(refusal.column.context))
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        lineHeight: 1.3
        font.weight: Font.DemiBold
    }
    ColumnFigure {
        objectName: "refusedNeeds"
        anchors.left: parent.left
        number: refusal.column.needsText
        label: qsTr("needed")
        hint: qsTr("Weights, a full cache, activations and workspace together, by their sizes.")
    }
    ColumnFigure {
        objectName: "refusedFree"
        anchors.left: parent.left
        number: refusal.column.freeText
        label: qsTr("free")
        hint: qsTr("The memory that is free now, with what the conversation's own model holds given back.")
    }
    Button {
        objectName: "shortenColumn"
        anchors.left: parent.left
        visible: refusal.column.longestContext > 0
        enabled: !refusal.busy
        kind: "primary"
        text: qsTr("With %1 tokens").arg(Format.count(refusal.column.longestContext))
        Accessible.description: qsTr("The longest context that fits with these switches: this column gets it, and is written.")
        onClicked: refusal.shorterWanted()
    }
    Label {
        width: parent.width
        text: refusal.column.longestContext > 0 ? qsTr("That is the longest context that fits with these switches.")
                                                : qsTr("No context would fit: choose smaller weights above, or close other programs.")
        color: Theme.dim
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        lineHeight: 1.3
    }
}
