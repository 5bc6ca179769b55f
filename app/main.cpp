// Composition root of the window.
#include <sys/stat.h>

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickStyle>
#include <QStandardPaths>
#include <QTranslator>

#include "app/log.h"
#include "app/viewmodels/application_view_model.h"

Q_IMPORT_QML_PLUGIN(Halftone_AppPlugin)

namespace {

using halftone::app::ApplicationViewModel;
using halftone::app::EngineFactory;

// Qt knows no place for XDG state.
QString stateFolder() {
  const QString set = qEnvironmentVariable("XDG_STATE_HOME");
  return (QDir::isAbsolutePath(set) ? set : QDir::homePath() + QStringLiteral("/.local/state")) + QStringLiteral("/halftone");
}

ApplicationViewModel::Options options(const QString& folder) {
  if (!folder.isEmpty()) return {folder, folder + QStringLiteral("/settings.ini"), folder + QStringLiteral("/state.ini"), EngineFactory::local()};
  const auto place = [](QStandardPaths::StandardLocation location) { return QStandardPaths::writableLocation(location) + QStringLiteral("/halftone"); };
  return {place(QStandardPaths::GenericDataLocation), place(QStandardPaths::GenericConfigLocation) + QStringLiteral("/settings.ini"),
          stateFolder() + QStringLiteral("/state.ini"), EngineFactory::local()};
}

// The chosen language, or the system's; layouts are mirrored with it.
void translate(QTranslator& translator, const QString& language) {
  const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
  QCoreApplication::removeTranslator(&translator);
  if (translator.load(locale, QStringLiteral("halftone"), QStringLiteral("_"), QStringLiteral(":/i18n"))) QCoreApplication::installTranslator(&translator);
  const bool spoken = locale.language() == QLocale::English || !translator.isEmpty();
  QGuiApplication::setLayoutDirection(spoken ? locale.textDirection() : Qt::LeftToRight);
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(0077);  // conversations, settings and the log are nobody else's business
  QGuiApplication app(argc, argv);
  QGuiApplication::setApplicationName(QStringLiteral("halftone"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Halftone"));
  QGuiApplication::setApplicationVersion(QStringLiteral(HALFTONE_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.halftone.Halftone"));
  QQuickStyle::setStyle(QStringLiteral("Basic"));  // the controls are our own

  QCommandLineParser parser;
  parser.setApplicationDescription(QCoreApplication::translate("main", "Chat with local language models and see what they cost."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption dataFolder(QStringLiteral("data-dir"), QCoreApplication::translate("main", "Keep conversations and settings in this folder."), QStringLiteral("folder"));
  parser.addOption(dataFolder);
  parser.addPositionalArgument(QStringLiteral("model"), QCoreApplication::translate("main", "A .gguf or .safetensors file, or a folder, to open."), QStringLiteral("[model]"));
  parser.process(app);

  ApplicationViewModel::Options places = options(parser.value(dataFolder));
  halftone::app::log::open(QFileInfo(places.stateFile).path());
  ApplicationViewModel application(std::move(places));

  QTranslator translator;
  translate(translator, application.settings()->language());

  QQmlApplicationEngine qml;
  qml.addImportPath(QStringLiteral("qrc:/qt/qml"));
  qml.setInitialProperties({{QStringLiteral("application"), QVariant::fromValue(&application)}});
  QObject::connect(&qml, &QQmlApplicationEngine::objectCreationFailed, &app, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
  QObject::connect(application.settings(), &halftone::app::SettingsViewModel::languageChanged, &qml, [&] {
    translate(translator, application.settings()->language());
    qml.retranslate();
  });
  qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Halftone/Shell/Main.qml")));

  if (!parser.positionalArguments().isEmpty()) application.engine()->openPath(parser.positionalArguments().first(), false);
  return QGuiApplication::exec();
}
