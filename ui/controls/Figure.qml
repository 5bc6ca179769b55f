// Text with figures that change: all digits have one width, so nothing jitters.
Label {
    font.family: Theme.figures
    font.pixelSize: Theme.note
    color: Theme.dim
}
