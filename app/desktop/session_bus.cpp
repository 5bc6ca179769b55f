#include "app/desktop/session_bus.h"

#include <QDir>
#include <QFileInfo>

namespace halftone::app {

QString sessionBusAddress() {
  QString set = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
  if (!set.isEmpty()) return set;
  const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
  return QDir::isAbsolutePath(runtime) && QFileInfo::exists(runtime + QStringLiteral("/bus"))
             ? QStringLiteral("unix:path=%1/bus").arg(runtime)
             : QString();
}

}  // namespace halftone::app
