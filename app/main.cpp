// Composition root of the window.
#include <sys/stat.h>

#include <QDir>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickStyle>
#include <QTranslator>
#include <QWindow>
#include <cstdio>

#include "app/command_line.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/termination.h"
#include "app/library/model_places.h"
#include "app/log.h"
#include "app/markdown/emoji_images.h"
#include "app/places.h"
#include "app/viewmodels/shell/application_view_model.h"
#include "app/viewmodels/shell/crash_facts.h"
#include "engine/base/standard_streams.h"

Q_IMPORT_QML_PLUGIN(Halftone_AppPlugin)

namespace {

using halftone::app::ApplicationViewModel;
using halftone::app::EngineFactory;
using halftone::app::SingleInstance;

// The chosen language, or the system's; layouts are mirrored with it.
void translate(QTranslator& translator, const QString& language) {
  const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
  QCoreApplication::removeTranslator(&translator);
  if (translator.load(locale, QStringLiteral("halftone"), QStringLiteral("_"), QStringLiteral(":/i18n"))) QCoreApplication::installTranslator(&translator);
  const bool spoken = locale.language() == QLocale::English || !translator.isEmpty();
  QGuiApplication::setLayoutDirection(spoken ? locale.textDirection() : Qt::LeftToRight);
}

// What is installed with the program, wherever that is.
QString installed(const QString& name) { return QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/halftone/") + name); }

// Or that of the tree in whose build folder the program lies.
QString demoModel() {
  const QString model = installed(QStringLiteral("demo-model"));
  return QFileInfo::exists(model) ? model : QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/../../../resources/demo-model"));
}

// Those of an installation that cannot ask the system for its fonts.
void addFonts() {
  const QDir folder(installed(QStringLiteral("fonts")));
  for (const QString& font : folder.entryList(QDir::Files)) QFontDatabase::addApplicationFont(folder.filePath(font));
}

SingleInstance::Request requestOf(const halftone::app::CommandLine& commandLine) {
  const QString model = commandLine.model(), token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
  return {.model = model.isEmpty() ? model : QFileInfo(model).absoluteFilePath(),
          .newChat = commandLine.isNewChat(),
          .asksForModel = commandLine.asksForModel(),
          .activationToken = token.isEmpty() ? qEnvironmentVariable("DESKTOP_STARTUP_ID") : token};
}

// What a later start was for, here.
void take(const SingleInstance::Request& request, ApplicationViewModel& application) {
  if (request.newChat) application.newChat();
  if (!request.model.isEmpty()) application.begin(request.model);
  if (request.asksForModel) emit application.modelWanted();
  if (!request.activationToken.isEmpty())
    qputenv("XDG_ACTIVATION_TOKEN", request.activationToken.toUtf8());  // requestActivate() looks there
  emit application.windowWanted();
}

}  // namespace

int main(int argc, char** argv) {
  halftone::open_standard_streams();
  ::umask(0077);  // conversations, settings and the log are nobody else's business
  QCoreApplication::setApplicationName(QStringLiteral("halftone"));
  QCoreApplication::setApplicationVersion(QStringLiteral(HALFTONE_VERSION));
  halftone::app::CommandLine commandLine;
  if (const auto code = commandLine.answer(argc, argv)) return *code;
  const auto places = halftone::app::places(commandLine.dataFolder());
  if (!places) {
    std::fprintf(stderr, "halftone: %s\n", qUtf8Printable(places.error()));
    return 1;
  }

  QGuiApplication app(argc, argv);
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Halftone"));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.halftone.Halftone"));
  QGuiApplication::setWindowIcon(QIcon::fromTheme(QStringLiteral("org.halftone.Halftone"), QIcon(QStringLiteral(":/qt/qml/Halftone/App/icon.png"))));
  QQuickStyle::setStyle(QStringLiteral("Basic"));  // the controls are our own
  commandLine.process(app);
  SingleInstance instance(commandLine.dataFolder());
  if (!commandLine.isNewInstance() && instance.handOver(requestOf(commandLine))) return 0;
  addFonts();

  halftone::app::log::open(QFileInfo(places->state).path());
  ApplicationViewModel application({places->data, places->settings, places->state, EngineFactory::local(), demoModel(),
                                    halftone::app::modelPlaces(QDir::homePath(), QProcessEnvironment::systemEnvironment()),
                                    commandLine.isNewChat()});
  halftone::app::reportCrashes(QFileInfo(places->state).path(), application.engine());

  QTranslator translator;
  translate(translator, application.settings()->language());

  QQmlApplicationEngine qml;
  qml.addImportPath(QStringLiteral("qrc:/qt/qml"));
  halftone::app::EmojiImages::install(qml);
  qml.setInitialProperties({{QStringLiteral("application"), QVariant::fromValue(&application)}});
  QObject::connect(&qml, &QQmlApplicationEngine::objectCreationFailed, &app, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
  QObject::connect(application.settings(), &halftone::app::SettingsViewModel::languageChanged, &qml, [&] {
    translate(translator, application.settings()->language());
    qml.retranslate();
  });
  qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Halftone/Shell/Main.qml")));

  QObject::connect(&instance, &SingleInstance::asked, &application,
                   [&](const SingleInstance::Request& request) { take(request, application); });
  // As its window's closing saves what can be saved; but nobody is there to be asked.
  const halftone::app::Termination termination;
  QObject::connect(&termination, &halftone::app::Termination::asked, &app, [] {
    for (QWindow* window : QGuiApplication::topLevelWindows()) window->close();
    QCoreApplication::exit();
  });
  // The desktop logs out, and may give no more time than this.
  QObject::connect(&app, &QGuiApplication::commitDataRequest, &application, [&] { (void)application.mayClose(); }, Qt::DirectConnection);
  application.begin(commandLine.model());
  if (commandLine.asksForModel()) emit application.modelWanted();
  return QGuiApplication::exec();
}
