// A notification of the desktop (org.freedesktop.Notifications), one at a time: a new one takes the place of the one before. Nothing
// here waits, and where nobody shows notifications nothing happens.
#pragma once

#include <QDBusPendingCallWatcher>
#include <QObject>

#include "app/desktop/bus_connection.h"

namespace halftone::app {

class Notification : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  void show(const QString& title, const QString& body);  // body: without '<' and '&', which some desktops take for markup
  void close();

 signals:
  void clicked();

 private slots:
  void onActivationToken(uint id, const QString& token);
  void onActionInvoked(uint id, const QString& action);
  void onNotificationClosed(uint id);

 private:
  void listen(const char* signal, const char* slot);
  void onShown(QDBusPendingCallWatcher* call, int shown);
  void withdraw(uint id);

  BusConnection bus_{BusConnection::Kind::session};
  uint id_ = 0;    // as the service counts them; 0: none is known to be there
  int shown_ = 0;  // which of ours is wanted: an answer to an earlier one may come late
};

}  // namespace halftone::app
