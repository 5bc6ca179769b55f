pragma Singleton
import QtQuick

// Every colour, size and duration of the window. Main.qml sets dark, zoom, rightToLeft and reducedMotion; nothing else is writable.
QtObject {
    id: theme

    property bool dark: false
    property real zoom: 1
    property bool rightToLeft: false
    property bool reducedMotion: false

    // What a byte is spent on; a category has its colour everywhere.
    readonly property color weights: dark ? "#7C86FF" : "#5B67F1"
    readonly property color kv: dark ? "#2CC7B7" : "#0FA899"
    readonly property color activations: dark ? "#F2AD58" : "#E8973A"
    readonly property color workspace: dark ? "#8A92A6" : "#8B93A7"
    readonly property color others: dark ? "#43464F" : "#C9CBD3"
    readonly property color unattributed: dark ? "#6B5B73" : "#B7A6BF"

    readonly property color divergence: dark ? "#FF86A8" : "#CE3A69"      // where two things differ, and nothing else

    readonly property color background: dark ? "#17171A" : "#F7F6F3"
    readonly property color pane: dark ? "#1E1E22" : "#FFFFFF"
    readonly property color side: dark ? "#131316" : "#EFEDE8"
    readonly property color well: dark ? "#2A2A30" : "#F0EFEA"          // chips, code, the trough of a switch
    readonly property color raised: dark ? "#1B1B1F" : "#FFFFFF"        // the chosen part of a switch
    readonly property color hover: dark ? "#25252A" : "#E7E5DF"
    readonly property color track: dark ? "#2D2D33" : "#E3E1DB"         // the empty part of a meter
    readonly property color dot: dark ? "#3A3A42" : "#CFCDC6"           // free memory
    readonly property color line: dark ? "#2D2D33" : "#E3E1DB"
    readonly property color ink: dark ? "#ECECF0" : "#1D1D22"
    readonly property color dim: dark ? "#9A9AA6" : "#6E6E78"
    readonly property color sideDim: dark ? "#9A9AA6" : "#66666F"       // the same, dark enough for the side, wells and hovered rows
    readonly property color mine: dark ? "#2A2E57" : "#E9ECFF"
    readonly property color accent: dark ? "#8A94FF" : "#4453E0"
    readonly property color accentHover: dark ? "#9DA6FF" : "#3946CC"
    readonly property color accentInk: dark ? "#14141A" : "#FFFFFF"
    readonly property color danger: dark ? "#FF9B8F" : "#B3261E"
    readonly property color dangerWell: dark ? "#33211F" : "#FBEDEA"
    readonly property color good: dark ? "#2CC7B7" : "#0A7A70"          // it fits
    readonly property color scarce: dark ? "#F2AD58" : "#A3590D"        // it fits in part, or not at all
    readonly property color noticeWell: dark ? "#2E2719" : "#FBF2E3"
    readonly property color selection: dark ? "#3C4290" : "#C9CFFF"
    readonly property color veil: dark ? "#99000000" : "#521D1D22"

    readonly property string family: "Inter"
    readonly property string mono: "JetBrains Mono"
    readonly property string figures: figuresRegular.name               // Inter with digits of one width
    readonly property FontLoader figuresRegular: FontLoader { source: "fonts/HalftoneFigures-Regular.otf" }
    readonly property FontLoader figuresMedium: FontLoader { source: "fonts/HalftoneFigures-Medium.otf" }
    readonly property FontLoader figuresSemiBold: FontLoader { source: "fonts/HalftoneFigures-SemiBold.otf" }

    readonly property int body: px(14)
    readonly property int small: px(13)
    readonly property int note: px(12)
    readonly property int caption: px(11)
    readonly property int big: px(25)

    readonly property int radius: px(10)
    readonly property int gap: px(8)
    readonly property int margin: px(18)
    readonly property int columnWidth: px(680)                          // of running text

    readonly property int quick: reducedMotion ? 0 : 140                // milliseconds, of every transition

    // A length of the design, in pixels at the present zoom.
    function px(length: real): int {
        return Math.round(length * zoom)
    }

    function category(key: string): color {
        switch (key) {
        case "weights": return weights
        case "kv": return kv
        case "activations": return activations
        case "workspace": return workspace
        case "others": return others
        case "beyond": return danger
        default: return unattributed
        }
    }

    // How rich text is set: every line as high as the others, whatever stands in it; code in the code's face. `size`: of its letters.
    function rich(html: string, size: int): string {
        const line = Math.round(size * (size > body ? 1.3 : html.includes("dir=\"rtl\"") ? 1.75 : 1.5))
        return "<style>p,td,th{line-height:" + line + "px;-qt-line-height-type:fixed}p,table{margin:0}"
            + "table{border-color:" + theme.line + "}th{font-weight:600}"
            + "a{color:" + accent + "}a.formula{color:" + ink + ";text-decoration:none}"
            + "code{font-family:'" + mono + "';font-size:" + Math.round(size * 0.93) + "px;background-color:" + well + "}</style>"
            + html.replace(/cellpadding="6"/, "cellpadding='" + px(6) + "'").replace(/\uFDD2/g, px(Math.round(18 * size / body)))
    }

    // A part of a piece of code.
    function code(html: string): string {
        return "<style>p{margin:0;line-height:" + px(19) + "px;-qt-line-height-type:fixed}</style>" + html
    }

    function fade(tone: color, opacity: real): color {
        return Qt.rgba(tone.r, tone.g, tone.b, opacity)
    }
}
