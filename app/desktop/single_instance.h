// One window for each place where conversations are kept: a second start asks the first for what it was started for, and ends. They speak
// org.freedesktop.Application (Desktop Entry Specification, D-Bus Activation), so that a desktop can ask as well. Without a bus every
// start is a first one.
#pragma once

#include <QObject>
#include <QString>

#include "app/desktop/bus_connection.h"

namespace halftone::app {

class SingleInstance : public QObject {
  Q_OBJECT

 public:
  struct Request {
    QString model;  // a file or folder, absolute; empty: none
    bool newChat = false, asksForModel = false;
    QString activationToken = {};  // with which the desktop lets a window come forward
    bool operator==(const Request&) const = default;
  };

  // `folder`: where conversations are kept; empty: the usual place, which has the desktop entry's name on the bus. `patienceMs`: for a first
  // window that does not answer; then this start is one of its own.
  explicit SingleInstance(const QString& folder, int patienceMs = 5000, QObject* parent = nullptr);

  // Whether another start keeps this place and has been asked; else this one keeps it from now on. Waits, before there is a window.
  bool handOver(const Request& request);

 signals:
  void asked(const halftone::app::SingleInstance::Request& request);  // by a later start: the window is to come forward

 private:
  bool keep();

  BusConnection bus_{BusConnection::Kind::session};
  QString name_;
  int patienceMs_;
};

}  // namespace halftone::app
