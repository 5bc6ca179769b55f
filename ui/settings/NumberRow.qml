import QtQuick
import Halftone.Controls

// A number: dragged, or typed.
SettingRow {
    id: row

    property real value: 0
    property real from: 0
    property real to: 1
    property real most: to                      // what may be typed
    property int decimals: 0
    property bool sliding: true

    signal edited(value: real)

    Row {
        spacing: Theme.px(12)
        layoutDirection: Theme.rightToLeft ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: false

        Slider {
            anchors.verticalCenter: parent.verticalCenter
            visible: row.sliding
            name: row.label
            from: row.from
            to: row.to
            stepSize: Math.pow(10, -row.decimals)
            value: row.value
            onMoved: row.edited(Number(value.toFixed(row.decimals)))
        }
        TextField {
            implicitWidth: Theme.px(row.sliding ? 68 : 120)
            implicitHeight: Theme.px(32)
            side: TextInput.AlignRight
            font { family: Theme.figures; pixelSize: Theme.small }
            placeholderText: row.label
            text: row.value.toFixed(row.decimals)
            validator: DoubleValidator {
                bottom: row.from
                top: row.most
                decimals: row.decimals
                notation: DoubleValidator.StandardNotation
                locale: "C"
            }
            onEditingFinished: row.edited(Number(text))
        }
    }
}
