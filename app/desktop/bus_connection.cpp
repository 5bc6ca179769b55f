#include "app/desktop/bus_connection.h"

#include <QFileInfo>

#include "app/desktop/session_bus.h"

namespace halftone::app {
namespace {

// As the D-Bus specification has it. Empty: there is none.
QString systemBusAddress() {
  const QString set = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS"), usual = QStringLiteral("/var/run/dbus/system_bus_socket");
  if (!set.isEmpty()) return set;
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
