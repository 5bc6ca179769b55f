// Keeps the machine from going to sleep. Nothing here waits, and where nobody can be asked, or says no, nothing happens.
//
// The portal is asked first: it is the only way out of Flatpak and Snap, and shows the desktop who keeps it awake. Where it does not
// answer, systemd's logind is: on desktops without a portal it is the one through which all of them go to sleep, so that
// org.freedesktop.PowerManagement, which only some have, would add nothing.
#pragma once

#include <QDBusPendingCallWatcher>
#include <QDBusUnixFileDescriptor>
#include <QObject>

#include "app/desktop/bus_connection.h"

namespace halftone::app {

class SleepInhibitor : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  void hold(const QString& why);  // why: as the desktop may show it. Held already: nothing is asked
  void release();

 private:
  void askPortal();
  void askLogin();
  void onPortal(QDBusPendingCallWatcher* call);
  void onLogin(QDBusPendingCallWatcher* call);
  void settle();  // an answer is there, or nobody is left to ask

  BusConnection session_{BusConnection::Kind::session}, system_{BusConnection::Kind::system};
  QString why_;
  bool wanted_ = false, asking_ = false;
  QString request_;               // the portal's object, there until it is closed; empty: the portal holds nothing
  QDBusUnixFileDescriptor lock_;  // logind's, held until it is closed
};

}  // namespace halftone::app
