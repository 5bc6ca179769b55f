import QtQuick
import QtQuick.Window
import Halftone.App

// Brings the window back where it was, within a screen that is there now, and remembers where it is.
QtObject {
    id: geometry

    required property Window window
    required property SettingsViewModel settings
    property int before: Window.Windowed        // what full screen returns to
    property int seen: Window.Windowed          // as what it was last on the screen
    readonly property Connections watcher: Connections {
        target: geometry.window
        function onVisibilityChanged(): void {
            if (geometry.window.visibility !== Window.Minimized && geometry.window.visibility !== Window.Hidden)
                geometry.seen = geometry.window.visibility
        }
    }

    function restore(): void {
        const last = settings.windowGeometry  // qmllint disable type
        const known = last.width > 0
        const screen = nearest(known ? last.x + last.width / 2 : 0, known ? last.y + last.height / 2 : 0)
        window.width = Math.min(known ? last.width : 1440, screen.width)
        window.height = Math.min(known ? last.height : 900, screen.height)
        if (known) {
            window.x = Math.max(screen.virtualX, Math.min(last.x, screen.virtualX + screen.width - window.width))
            window.y = Math.max(screen.virtualY, Math.min(last.y, screen.virtualY + screen.height - window.height))
        }
        if (settings.windowMaximised)
            window.visibility = Window.Maximized
    }

    function nearest(x: real, y: real): var {
        const away = screen => Math.hypot(x - screen.virtualX - screen.width / 2, y - screen.virtualY - screen.height / 2)
        return Array.from(Application.screens).reduce((best, screen) => away(screen) < away(best) ? screen : best)
    }

    function save(): void {
        settings.windowMaximised = window.visibility === Window.Maximized
        if (window.visibility === Window.Windowed)
            settings.windowGeometry = Qt.rect(window.x, window.y, window.width, window.height)
    }

    function bringToFront(): void {
        if (window.visibility === Window.Minimized)
            window.visibility = seen
        window.raise()
        window.requestActivate()
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
