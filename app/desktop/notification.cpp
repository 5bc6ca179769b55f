#include "app/desktop/notification.h"

#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace halftone::app {
namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kObject = QStringLiteral("/org/freedesktop/Notifications");
const QString kDesktopEntry = QStringLiteral("org.halftone.Halftone");  // and the icon's name
const QString kDefaultAction = QStringLiteral("default");               // what a click on it means

constexpr int kExpiresAsUsual = -1;

QDBusMessage callTo(const QString& method) { return QDBusMessage::createMethodCall(kService, kObject, kService, method); }

}  // namespace

void Notification::show(const QString& title, const QString& body) {
  if (!bus_.attach()) return;
  listen("ActivationToken", SLOT(onActivationToken(uint, QString)));
  listen("ActionInvoked", SLOT(onActionInvoked(uint, QString)));
  listen("NotificationClosed", SLOT(onNotificationClosed(uint)));
  QDBusMessage call = callTo(QStringLiteral("Notify"));
  call << QStringLiteral("Halftone") << id_ << kDesktopEntry << title << body << QStringList{kDefaultAction, tr("Show")}
       << QVariantMap{{QStringLiteral("desktop-entry"), kDesktopEntry}} << kExpiresAsUsual;
  auto* watcher = new QDBusPendingCallWatcher(bus_->asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this,
          [this, shown = ++shown_](QDBusPendingCallWatcher* done) { onShown(done, shown); });
}

// From whoever says it: to know the service's owner would mean to wait for the bus. What is listened to already stays so.
void Notification::listen(const char* signal, const char* slot) {
  bus_->connect(QString(), kObject, kService, QLatin1String(signal), this, slot);
}

void Notification::onShown(QDBusPendingCallWatcher* call, int shown) {
  call->deleteLater();
  const QDBusPendingReply<uint> reply = *call;
  if (reply.isError()) return;
  if (shown == shown_) id_ = reply.value();
  else if (reply.value() != id_) withdraw(reply.value());
}

void Notification::close() {
  ++shown_;
  if (id_ != 0) withdraw(std::exchange(id_, 0));
}

void Notification::withdraw(uint id) { bus_->send(callTo(QStringLiteral("CloseNotification")) << id); }

// Comes before the click: on Wayland a window may come to the front only with it, and Qt looks for it there.
void Notification::onActivationToken(uint id, const QString& token) {
  if (id == id_) qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

void Notification::onActionInvoked(uint id, const QString& action) {
  if (id != 0 && id == id_ && action == kDefaultAction) emit clicked();
}

void Notification::onNotificationClosed(uint id) {
  if (id == id_) id_ = 0;
}

}  // namespace halftone::app
