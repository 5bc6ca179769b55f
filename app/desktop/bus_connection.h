// A connection of our own to one of the desktop's buses: made when it is first needed, and anew where it broke.
#pragma once

#include <QDBusConnection>

namespace halftone::app {

class BusConnection {
 public:
  enum class Kind { session, system };

  explicit BusConnection(Kind kind) : kind_(kind) {}
  ~BusConnection() { detach(); }
  Q_DISABLE_COPY_MOVE(BusConnection)

  bool attach();  // false: there is none
  void detach();  // services let go of what they held for us
  QDBusConnection* operator->() { return &connection_; }

 private:
  QString name() const;

  Kind kind_;
  QDBusConnection connection_{QString()};
};

}  // namespace halftone::app
