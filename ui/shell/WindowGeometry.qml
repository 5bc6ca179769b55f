import QtQuick
import QtQuick.Window
import Halftone.App

// Brings the window back where it was, and remembers where it is.
QtObject {
    id: geometry

    required property Window window
    required property SettingsViewModel settings
    property int before: Window.Windowed        // what full screen returns to

    function restore(): void {
        const last = settings.windowGeometry  // qmllint disable type
        window.width = last.width > 0 ? last.width : 1280
        window.height = last.height > 0 ? last.height : 800
        if (last.width > 0) {
            window.x = last.x
            window.y = last.y
        }
        if (settings.windowMaximised)
            window.visibility = Window.Maximized
    }

    function save(): void {
        settings.windowMaximised = window.visibility === Window.Maximized
        if (window.visibility === Window.Windowed)
            settings.windowGeometry = Qt.rect(window.x, window.y, window.width, window.height)
    }

    function toggleFullScreen(): void {
        if (window.visibility === Window.FullScreen) {
            window.visibility = before
        } else {
            before = window.visibility
            window.visibility = Window.FullScreen
        }
    }
}
