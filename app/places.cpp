#include "app/places.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace halftone::app {
namespace {

bool isPlace(const char* variable) { return QDir::isAbsolutePath(qEnvironmentVariable(variable)); }

// Qt knows no place for XDG state.
QString stateFolder() {
  const QString set = qEnvironmentVariable("XDG_STATE_HOME");
  return (QDir::isAbsolutePath(set) ? set : QDir::homePath() + QStringLiteral("/.local/state")) + QStringLiteral("/halftone");
}

}  // namespace

std::expected<Places, QString> places(const QString& folder) {
  const bool home = isPlace("HOME");
  if (!folder.isEmpty()) {
    // What Qt itself keeps for later starts has no other place then.
    if (!home && !isPlace("XDG_CACHE_HOME")) qputenv("XDG_CACHE_HOME", QDir(folder).absoluteFilePath(QStringLiteral("cache")).toLocal8Bit());
    return Places{folder, folder + QStringLiteral("/settings.ini"), folder + QStringLiteral("/state.ini")};
  }
  const bool everywhere = isPlace("XDG_DATA_HOME") && isPlace("XDG_CONFIG_HOME") && isPlace("XDG_STATE_HOME") && isPlace("XDG_CACHE_HOME");
  if (!home && !everywhere) {
    const QString set = qEnvironmentVariable("HOME");
    const QString cause = set.isEmpty() ? QCoreApplication::translate("main", "HOME is not set: there is no place for conversations and settings.")
                                        : QCoreApplication::translate("main", "HOME is '%1', which is no absolute path: there is no place for conversations and settings.").arg(set);
    return std::unexpected(cause + QLatin1Char('\n') + QCoreApplication::translate("main", "Set HOME to your home folder, or give a folder with --data-dir."));
  }
  const auto place = [](QStandardPaths::StandardLocation location) { return QStandardPaths::writableLocation(location) + QStringLiteral("/halftone"); };
  return Places{place(QStandardPaths::GenericDataLocation), place(QStandardPaths::GenericConfigLocation) + QStringLiteral("/settings.ini"),
                stateFolder() + QStringLiteral("/state.ini")};
}

}  // namespace halftone::app
