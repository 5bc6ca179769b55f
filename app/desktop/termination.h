// A request to end from outside, SIGTERM, SIGHUP or SIGINT, as an event: the desktop logs out, the terminal closes, Ctrl+C. What is unsaved
// can then be saved as on any other end. A second one of the same kind ends the process at once.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace halftone::app {

// One at a time.
class Termination : public QObject {
  Q_OBJECT

 public:
  explicit Termination(QObject* parent = nullptr);
  ~Termination() override;

 signals:
  void asked();

 private:
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace halftone::app
