import QtQuick

// A line drawing on a grid of 16, in one colour.
Image {
    id: icon

    property string name
    property color color: Theme.ink
    property real size: Theme.px(16)

    readonly property var strokes: ({
        "chevron": "M4.5 6.5 8 10l3.5-3.5",
        "before": "M9.5 4.5 6 8l3.5 3.5",
        "after": "M6.5 4.5 10 8l-3.5 3.5",
        "branch": "M5 4.8v6.4M5 9.5c0-2.2 6-1 6-4.7M5 1.8a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM11 1.8a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM5 11.2a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z",
        "onwards": "M3 8h9M8.5 4.5 12 8l-3.5 3.5",
        "search": "M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 1 1 0-8.4zM10.2 10.2l3.3 3.3",
        "list": "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
        "gear": "M8 5.6a2.4 2.4 0 1 1 0 4.8a2.4 2.4 0 1 1 0-4.8zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6l1.4 1.4M11 11l1.4 1.4M3.6 12.4l1.4-1.4M11 5l1.4-1.4",
        "close": "M4.5 4.5l7 7M11.5 4.5l-7 7",
        "file": "M4.5 2H9l3 3v8a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM9 2v3h3",
        "clip": "M12.6 7.4l-5 5a2.9 2.9 0 0 1-4.1-4.1l5.4-5.4a1.95 1.95 0 0 1 2.75 2.75L6.4 11a1 1 0 0 1-1.4-1.4l4.7-4.7",
        "copy": "M6 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM10.5 3.5v-.5a1 1 0 0 0-1-1H4a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1",
        "check": "M3.5 8.5l3 3 6-7",
        "plus": "M8 3.5v9M3.5 8h9",
        "more": "M3.6 8h.01M8 8h.01M12.4 8h.01",
        "sidebar": "M4.5 3h7a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM6.5 3v10",
        "panel": "M4.5 3h7a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9.5 3v10",
        "file": "M4.5 2.5h4.8l2.7 2.7v8.3H4.5zM9 2.7v2.8h2.8",
        "folder": "M2.5 4.3a1 1 0 0 1 1-1h3l1.4 1.6h4.6a1 1 0 0 1 1 1v5.8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1z",
        "again": "M12.6 8a4.6 4.6 0 1 1-1.5-3.4M12.8 2.4v2.7h-2.7",
        "pencil": "M10.6 3.4l2 2-7 7-2.8.8.8-2.8z",
        "sliders": "M2.5 5h5M11.4 5h2.1M2.5 11h2.1M8.5 11h5M9.5 3.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 1 1 0-3.6zM6.5 9.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 1 1 0-3.6z",
        "up": "M8 13V3.5M4 7.3l4-4 4 4",
        "home": "M2.5 8 8 3l5.5 5M4 6.8v6.4h8V6.8",
        "down": "M8 3v9.5M4 8.7l4 4 4-4",
        "warning": "M8 2.6l6 10.6H2zM8 6.6v3M8 11.5h.01",
        "help": "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM6.3 6.3a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.8-.9 1.4M8 11.2h.01",
        "bin": "M3 4.5h10M6.5 4.5v-1.5h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5"
    })

    width: size
    height: size
    sourceSize.width: size
    sourceSize.height: size
    source: name === "" ? "" : "data:image/svg+xml;utf8," + encodeURIComponent(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='" + color
        + "' stroke-width='" + (name === "more" ? 1.9 : 1.3) + "' stroke-linecap='round' stroke-linejoin='round'><path d='" + strokes[name] + "'/></svg>")
    Accessible.ignored: true
}
