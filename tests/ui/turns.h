// How long the window's thread is busy in one turn of its event loop: what a person feels as a stutter.
#pragma once

#include <time.h>

#include <QEventLoop>
#include <QImage>
#include <QPainter>
#include <QTimer>
#include <algorithm>
#include <functional>

namespace halftone::ui {

inline double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);  // its own work: others on the machine do not count
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// What a thread does with fixed work of the window's kind: words laid out and painted by software.
inline double paintingMs() {
  QImage page(800, 600, QImage::Format_ARGB32_Premultiplied);
  page.fill(Qt::white);
  const double begin = threadMs();
  QPainter painter(&page);
  for (int i = 0; i < 100; ++i)
    painter.drawText(QRect(0, 0, 800, 600), Qt::TextWordWrap,
                     QStringLiteral("line %1 of some words that are broken into lines ").arg(i).repeated(12));
  return threadMs() - begin;
}

// How much slower this thread is just now than on the machine that the tests' bounds were set on; never below 1. Who shares a processor's caches
// and memory with others takes longer for the same work, on a thread's own clock too.
inline double slowness() {
  constexpr double kReferenceMs = 16;
  return std::max(1.0, std::min({paintingMs(), paintingMs(), paintingMs()}) / kReferenceMs);
}

// How many times its bound a turn may take: on a shared machine fresh memory costs three times as much now and then, which no yardstick foretells.
// The bounds themselves are held with HALFTONE_TIMED=1, on a machine that is quiet.
inline double allowance() { return qEnvironmentVariableIsSet("HALFTONE_TIMED") ? 1 : 4; }

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
