import QtQuick

// A section's label: small spaced capitals. Arabic letters join, so they are neither spaced nor raised.
Label {
    color: Theme.dim
    font.pixelSize: Theme.rightToLeft ? Theme.note : Theme.caption
    font.weight: Font.DemiBold
    font.capitalization: Theme.rightToLeft ? Font.MixedCase : Font.AllUppercase
    font.letterSpacing: Theme.rightToLeft ? 0 : Theme.px(10) / 10
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
