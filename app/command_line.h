// The window's command line. Help and version are answered before there is a window: they need no display.
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <optional>

namespace halftone::app {

class CommandLine {
 public:
  CommandLine();

  // Reads it without an application. The exit status, where it only asked for help or the version and has been answered: 0, or 1 where
  // the answer could not be written.
  std::optional<int> answer(int argc, char** argv);
  // Once more, when the application has taken out what is Qt's own. Ends the program where it cannot be understood.
  void process(const QCoreApplication& application) { parser_.process(application); }

  QString dataFolder() const { return parser_.value(dataFolder_); }
  bool isNewChat() const { return parser_.isSet(newChat_); }
  bool isNewInstance() const { return parser_.isSet(newInstance_); }
  bool asksForModel() const { return parser_.isSet(open_); }
  QString model() const { return parser_.positionalArguments().value(0); }

 private:
  QCommandLineParser parser_;
  QCommandLineOption help_, version_, dataFolder_, newChat_, open_, newInstance_;
};

}  // namespace halftone::app
