import QtQuick

// A round dot, smooth at any size and on every renderer.
Image {
    id: dot

    property real size: Theme.px(8)
    property color color: Theme.ink

    width: size
    height: size
    sourceSize.width: Math.ceil(2 * size)
    sourceSize.height: Math.ceil(2 * size)
    smooth: true
    source: "data:image/svg+xml;utf8," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='"
                                                            + color + "'/></svg>")
    Accessible.ignored: true
}
