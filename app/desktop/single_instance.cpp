#include "app/desktop/single_instance.h"

#include <QCryptographicHash>
#include <QDBusMessage>
#include <QDir>
#include <QUrl>

#include "app/desktop/application_adaptor.h"

namespace halftone::app {
namespace {

const QString kObject = QStringLiteral("/org/halftone/Halftone");
const QString kInterface = QStringLiteral("org.freedesktop.Application");

QList<QDBusMessage> callsFor(const SingleInstance::Request& request, const QString& name) {
  const auto call = [&](const QString& method) { return QDBusMessage::createMethodCall(name, kObject, kInterface, method); };
  QVariantMap platform;
  if (!request.activationToken.isEmpty()) platform.insert(QStringLiteral("activation-token"), request.activationToken);
  QList<QDBusMessage> calls;
  const auto action = [&](const QString& action) { calls << (call(QStringLiteral("ActivateAction")) << action << QVariantList() << platform); };
  if (request.newChat) action(kNewChatAction);
  if (!request.model.isEmpty())
    calls << (call(QStringLiteral("Open")) << QStringList{QUrl::fromLocalFile(request.model).toString(QUrl::FullyEncoded)} << platform);
  if (request.asksForModel) action(kOpenModelAction);
  if (calls.isEmpty()) calls << (call(QStringLiteral("Activate")) << platform);
  return calls;
}

}  // namespace

SingleInstance::SingleInstance(const QString& folder, int patienceMs, QObject* parent)
    : QObject(parent), name_(QStringLiteral("org.halftone.Halftone")), patienceMs_(patienceMs) {
  if (!folder.isEmpty()) {
    const QByteArray place = QCryptographicHash::hash(QDir(folder).absolutePath().toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    name_ += QStringLiteral(".at") + QString::fromLatin1(place);
  }
  new ApplicationAdaptor(this);
}

bool SingleInstance::handOver(const Request& request) {
  if (!bus_.attach() || keep()) return false;
  for (const QDBusMessage& call : callsFor(request, name_))
    if (bus_->call(call, QDBus::Block, patienceMs_).type() != QDBusMessage::ReplyMessage) return false;
  return true;
}

// The object is there before its name is.
bool SingleInstance::keep() {
  constexpr uint kDoNotQueue = 4, kIsOwner = 1;
  if (!bus_->registerObject(kObject, this, QDBusConnection::ExportAdaptors)) return true;
  QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
                                                     QStringLiteral("org.freedesktop.DBus"), QStringLiteral("RequestName"));
  const QDBusMessage reply = bus_->call(call << name_ << kDoNotQueue, QDBus::Block, patienceMs_);
  return reply.type() != QDBusMessage::ReplyMessage || reply.arguments().value(0).toUInt() == kIsOwner;
}

}  // namespace halftone::app
