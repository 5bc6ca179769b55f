#include "app/desktop/bus_connection.h"

#include <QDir>
#include <QFileInfo>

namespace halftone::app {
namespace {

// As the D-Bus specification has them. Empty: there is none. (Left to itself the library would start a session's.)
QString sessionBusAddress() {
  if (QString set = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"); !set.isEmpty()) return set;
  const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
  return QDir::isAbsolutePath(runtime) && QFileInfo::exists(runtime + QStringLiteral("/bus"))
             ? QStringLiteral("unix:path=%1/bus").arg(runtime)
             : QString();
}
QString systemBusAddress() {
  if (QString set = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS"); !set.isEmpty()) return set;
  const QString usual = QStringLiteral("/var/run/dbus/system_bus_socket");
  return QFileInfo::exists(usual) ? QStringLiteral("unix:path=") + usual : QString();
}

}  // namespace

QString BusConnection::name() const { return QStringLiteral("halftone-%1").arg(reinterpret_cast<quintptr>(this)); }

bool BusConnection::attach() {
  if (connection_.isConnected()) return true;
  const QString address = kind_ == Kind::session ? sessionBusAddress() : systemBusAddress();
  if (address.isEmpty()) return false;
  detach();  // the one before is dead
  connection_ = QDBusConnection::connectToBus(address, name());
  return connection_.isConnected();
}

void BusConnection::detach() {
  if (connection_.name().isEmpty()) return;
  connection_ = QDBusConnection(QString());
  QDBusConnection::disconnectFromBus(name());
}

}  // namespace halftone::app
