#include "app/desktop/sleep_inhibitor.h"

#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 5000;  // for a portal that has to be started first
constexpr uint kSuspend = 4;       // of the portal's flags

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPortalObject = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kLogin = QStringLiteral("org.freedesktop.login1");
const QString kLoginObject = QStringLiteral("/org/freedesktop/login1");

}  // namespace

void SleepInhibitor::hold(const QString& why) {
  if (std::exchange(wanted_, true) || asking_) return;
  why_ = why;
  asking_ = true;
  askPortal();
}

void SleepInhibitor::release() {
  wanted_ = false;
  if (!asking_) settle();  // else once it is known what there is to release
}

void SleepInhibitor::askPortal() {
  if (!session_.attach()) return askLogin();
  QDBusMessage call =
      QDBusMessage::createMethodCall(kPortal, kPortalObject, QStringLiteral("org.freedesktop.portal.Inhibit"), QStringLiteral("Inhibit"));
  call << QString() << kSuspend << QVariantMap{{QStringLiteral("reason"), why_}};
  auto* watcher = new QDBusPendingCallWatcher(session_->asyncCall(call, kPatienceMs), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, &SleepInhibitor::onPortal);
}

void SleepInhibitor::onPortal(QDBusPendingCallWatcher* call) {
  call->deleteLater();
  const QDBusPendingReply<QDBusObjectPath> reply = *call;
  if (!reply.isError()) {
    request_ = reply.value().path();
    return settle();
  }
  session_.detach();  // one that answers too late holds nothing for a connection that is gone
  askLogin();
}

void SleepInhibitor::askLogin() {
  if (!wanted_ || !system_.attach()) return settle();
  QDBusMessage call =
      QDBusMessage::createMethodCall(kLogin, kLoginObject, QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
  call << QStringLiteral("sleep") << QStringLiteral("Halftone") << why_ << QStringLiteral("block");
  auto* watcher = new QDBusPendingCallWatcher(system_->asyncCall(call, kPatienceMs), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, &SleepInhibitor::onLogin);
}

void SleepInhibitor::onLogin(QDBusPendingCallWatcher* call) {
  call->deleteLater();
  const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *call;
  if (!reply.isError()) lock_ = reply.value();
  settle();
}

void SleepInhibitor::settle() {
  asking_ = false;
  if (wanted_) return;
  if (!request_.isEmpty())
    session_->send(QDBusMessage::createMethodCall(kPortal, std::exchange(request_, {}), QStringLiteral("org.freedesktop.portal.Request"),
                                                  QStringLiteral("Close")));
  lock_ = {};
}

}  // namespace halftone::app
