.pragma library

// Figures as text, always with a unit beside them and never with more digits than were measured.

function count(value) {
    const digits = String(Math.round(value))
    let text = ""
    for (let i = 0; i < digits.length; ++i)
        text += (i > 0 && (digits.length - i) % 3 === 0 ? "," : "") + digits[i]
    return text
}

// Milliseconds, turned into seconds where nobody counts milliseconds any more.
function duration(ms) {
    return ms >= 10000 ? whole(brief(ms / 1000), "s") : whole(brief(ms), "ms")
}

// A number and its unit, which stay in this order where the words around them run the other way.
function whole(number, unit) {
    const figure = number + " " + unit
    return Qt.application.layoutDirection === Qt.RightToLeft ? "\u2066" + figure + "\u2069" : figure
}

// What is too small to be written is not nothing.
function brief(value) {
    return value > 0 && value < 0.05 ? "< 0.1" : value < 9.95 ? value.toFixed(1) : count(value)
}

// A name inside a sentence keeps its direction, and its direction marks, to itself (as isolated() of app/format.h).
function isolated(name) {
    return "\u2068" + plain(name) + "\u2069"
}

function plain(text) {
    return String(text).replace(/[\u2066-\u2069]/g, "")
}

// Styled text as words alone.
function plain(styled) {
    return styled.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&amp;/g, "&")
}
