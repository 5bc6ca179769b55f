import QtQuick
import QtQuick.Templates as T

T.MenuSeparator {
    implicitHeight: Theme.px(9)
    contentItem: Item {
        Rule {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(6) }
        }
    }
}
