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
    return ms >= 10000 ? (ms / 1000).toFixed(1) + " s" : brief(ms) + " ms"
}

function brief(value) {
    return value < 9.95 ? value.toFixed(1) : count(value)
}

// A name inside a sentence keeps its direction, and its direction marks, to itself (as isolated() of app/format.h).
function isolated(name) {
    return "\u2068" + String(name).replace(/[\u2066-\u2069]/g, "") + "\u2069"
}
