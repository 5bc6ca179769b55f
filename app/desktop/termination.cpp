#include "app/desktop/termination.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace halftone::app {

namespace {

constexpr int kSignals[] = {SIGTERM, SIGHUP, SIGINT};
int ends[2] = {-1, -1};  // of a pipe: all that a handler may safely do is to write into it

extern "C" void onSignal(int number) { [[maybe_unused]] const auto written = ::write(ends[1], &number, 1); }

}  // namespace

Termination::Termination(QObject* parent) : QObject(parent) {
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;  // then a signal ends the process as it always did
  notifier_ = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
  connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
    char number = 0;
    while (::read(ends[0], &number, 1) == 1) {
    }
    emit asked();
  });
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (const int each : kSignals) {
    struct sigaction before = {};
    ::sigaction(each, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(each, &action, nullptr);  // nohup stays what it says
  }
}

Termination::~Termination() {
  if (!notifier_) return;
  for (const int each : kSignals) {
    struct sigaction now = {};
    ::sigaction(each, nullptr, &now);
    if (now.sa_handler == onSignal) std::signal(each, SIG_DFL);
  }
  notifier_.reset();
  ::close(ends[0]), ::close(ends[1]);
}

}  // namespace halftone::app
