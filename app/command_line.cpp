#include "app/command_line.h"

#include <QCoreApplication>
#include <cstdio>

namespace halftone::app {

CommandLine::CommandLine()
    : help_(parser_.addHelpOption()),
      version_(parser_.addVersionOption()),
      dataFolder_(QStringLiteral("data-dir"), QCoreApplication::translate("main", "Keep conversations and settings in this folder."),
                  QStringLiteral("folder")),
      newChat_(QStringLiteral("new-chat"), QCoreApplication::translate("main", "Begin with a new chat, not with the last one.")),
      open_(QStringLiteral("open"), QCoreApplication::translate("main", "Ask which model to open.")),
      newInstance_(QStringLiteral("new-instance"),
                   QCoreApplication::translate("main", "Open a window of its own, where one is open already.")) {
  parser_.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);  // Qt's own are written like -platform
  parser_.setApplicationDescription(QCoreApplication::translate("main", "Chat with local language models and see what they cost."));
  parser_.addOptions({dataFolder_, newChat_, open_, newInstance_});
  parser_.addPositionalArgument(QStringLiteral("model"), QCoreApplication::translate("main", "A .gguf or .safetensors file, or a folder, to open."), QStringLiteral("[model]"));
}

std::optional<int> CommandLine::answer(int argc, char** argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
  parser_.parse(arguments);  // what it does not know may be Qt's: process() says so
  const bool version = parser_.isSet(version_), help = parser_.isSet(help_) || parser_.isSet(QStringLiteral("help-all"));
  if (!version && !help) return std::nullopt;
  const QCoreApplication application(argc, argv);  // whose name the help begins with
  const QString text = version ? QStringLiteral("%1 %2\n").arg(QCoreApplication::applicationName(), QCoreApplication::applicationVersion()) : parser_.helpText();
  std::fputs(text.toLocal8Bit().constData(), stdout);
  if (std::fflush(stdout) == 0) return 0;
  std::fputs("halftone: the answer could not be written: check where stdout leads.\n", stderr);
  return 1;
}

}  // namespace halftone::app
