import QtQuick

// Text with figures that change: all digits have one width, so nothing jitters. Whoever shows a figure says its unit and how it was
// measured (tests/ui/figures_test.cpp asks all of them): the unit in the text or else in `unit`, the measurement in `hint` or else in a
// Hint of what is around. `unit` and `hint` are so named in every control that shows figures.
Label {
    id: figure

    property string unit                        // where a label or the head of a column says it
    property string hint                        // a sentence

    font.family: Theme.figures
    font.pixelSize: Theme.note
    color: Theme.dim
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.description: hint
    Accessible.ignored: text.trim() === ""

    HoverHandler {
        id: pointer
        enabled: figure.hint !== ""
    }
    Hint {
        shown: pointer.hovered
        text: figure.hint
    }
}
