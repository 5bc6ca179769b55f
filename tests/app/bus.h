// A message bus of a test's own.
#pragma once

#include <QProcess>
#include <QStandardPaths>

namespace halftone::app {

struct Bus {
  QProcess daemon;
  QString address;

  bool start() {
    const QString program = QStandardPaths::findExecutable("dbus-daemon");
    if (program.isEmpty()) return false;
    daemon.start(program, {"--session", "--nofork", "--print-address"});
    if (!daemon.waitForStarted() || !daemon.waitForReadyRead(5000)) return false;
    address = QString::fromLatin1(daemon.readLine()).trimmed();
    return !address.isEmpty();
  }
  ~Bus() {
    daemon.terminate();
    daemon.waitForFinished();
  }
};

}  // namespace halftone::app
