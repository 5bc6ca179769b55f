// How long the window's thread is busy in one turn of its event loop: what a person feels as a stutter.
#pragma once

#include <time.h>

#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <functional>

namespace halftone::ui {

inline double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);  // its own work: others on the machine do not count
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Runs the event loop until `done`, at most `limitMs`; the longest turn in milliseconds, negative where it was not done.
inline double longestTurn(const std::function<bool()>& done, int limitMs = 60000) {
  QEventLoop loop;
  double longest = 0, last = threadMs();
  bool finished = false;
  QTimer tick;
  tick.setTimerType(Qt::PreciseTimer);
  QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
    const double now = threadMs();
    longest = std::max(longest, now - last);
    finished = done();
    last = threadMs();
    if (finished) loop.quit();
  });
  QTimer::singleShot(limitMs, &loop, &QEventLoop::quit);
  tick.start(1);
  loop.exec();
  return finished ? longest : -longest;
}

}  // namespace halftone::ui
