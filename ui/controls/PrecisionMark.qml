import QtQuick

// A precision: a disc printed on a grid of that many dots in a row, the coarser the fewer.
Image {
    id: mark

    property int grid: 0                        // 5 f32, 4 16 bits, 3 8 bits, 2 3 to 6 bits, 1 2 bits; 0: not known
    property color color: Theme.weights
    property real size: Theme.px(14)

    function dots(): string {
        const pitch = 16 / grid
        let circles = ""
        for (let i = 0; i < grid * grid; ++i)
            circles += "<circle cx='" + (i % grid + 0.5) * pitch + "' cy='" + (Math.floor(i / grid) + 0.5) * pitch + "' r='" + pitch * 0.38 + "'/>"
        return circles
    }

    width: size
    height: size
    sourceSize.width: 2 * size
    sourceSize.height: 2 * size
    smooth: true
    source: grid === 0 ? "" : "data:image/svg+xml;utf8," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='" + color + "'>"
                                                                              + dots() + "</svg>")
    Accessible.ignored: true
}
