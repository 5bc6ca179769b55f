import QtQml
import Halftone.Controls

// What finds room beside the conversation in a window of this size, at the present zoom.
QtObject {
    required property real width

    readonly property bool forConversations: width >= Theme.px(1440)
    readonly property bool forInstruments: width >= Theme.px(1180)
    readonly property bool forRail: width >= Theme.px(900)
}
