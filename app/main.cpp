// Composition root of the window.
#include <QCommandLineParser>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickStyle>

#include "app/viewmodels/application_view_model.h"

Q_IMPORT_QML_PLUGIN(Halftone_AppPlugin)

int main(int argc, char** argv) { return argc + (argv != nullptr); }
