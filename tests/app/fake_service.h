// A service on a test's own bus that does as it is told. It lives in the program's thread: if the program waited for it, it would never
// come to answer.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <utility>

namespace halftone::app {

// Takes every call to its object and to those below, and keeps it.
class FakeService : public QDBusVirtualObject {
 public:
  FakeService(const QString& address, const QString& service, const QString& path)
      : service_(service), path_(path), bus_(QDBusConnection::connectToBus(address, service)) {
    bus_.registerVirtualObject(path, this, QDBusConnection::SubPath);
    bus_.registerService(service);
  }
  ~FakeService() override {
    bus_.unregisterObject(path_, QDBusConnection::UnregisterTree);
    QDBusConnection::disconnectFromBus(service_);
  }

  QVariant answer;         // to whatever is asked; invalid: it is refused
  bool hesitates = false;  // until it is let go
  QList<QDBusMessage> calls;

  QList<QDBusMessage> callsOf(const QString& method) const {
    QList<QDBusMessage> found;
    for (const QDBusMessage& call : calls)
      if (call.member() == method) found << call;
    return found;
  }
  void goOn() {
    hesitates = false;
    for (const QDBusMessage& call : std::exchange(unanswered_, {})) reply(call);
  }
  void say(const QString& signal, const QVariantList& arguments) {
    QDBusMessage message = QDBusMessage::createSignal(path_, service_, signal);
    message.setArguments(arguments);
    bus_.send(message);
  }

  QString introspect(const QString&) const override { return {}; }
  bool handleMessage(const QDBusMessage& call, const QDBusConnection&) override {
    calls << call;
    if (hesitates) unanswered_ << call;
    else reply(call);
    return true;
  }

 private:
  void reply(const QDBusMessage& call) {
    bus_.send(answer.isValid() ? call.createReply(answer) : call.createErrorReply(QDBusError::AccessDenied, "no"));
  }

  QString service_, path_;
  QDBusConnection bus_;
  QList<QDBusMessage> unanswered_;
};

}  // namespace halftone::app
