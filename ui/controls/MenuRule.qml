import QtQuick
import QtQuick.Templates as T

T.MenuSeparator {
    property bool absent: false

    implicitHeight: absent ? 0 : Theme.px(9)
    visible: !absent
    contentItem: Item {
        Rule {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(6) }
        }
    }
}
