// How long the window's thread is busy in one turn of its event loop: what a person feels as a stutter.
#pragma once

#include <time.h>

#include <QEventLoop>
#include <QImage>
#include <QPainter>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

namespace halftone::ui {

inline double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);  // its own work: others on the machine do not count
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Fixed work of the window's kind, in milliseconds of this thread: words laid out and painted by software,
inline double paintingMs() {
  const double begin = threadMs();
  QImage page(800, 600, QImage::Format_ARGB32_Premultiplied);
  page.fill(Qt::white);
  QPainter painter(&page);
  for (int i = 0; i < 100; ++i)
    painter.drawText(QRect(0, 0, 800, 600), Qt::TextWordWrap,
                     QStringLiteral("line %1 of some words that are broken into lines ").arg(i).repeated(12));
  return threadMs() - begin;
}
// and items made of QML, in memory of their own.
inline double makingMs() {
  const double begin = threadMs();
  QQmlEngine engine;
  QQmlComponent component(&engine);
  component.setData(R"(import QtQuick
    Column {
        Repeater {
            model: 400
            Rectangle {
                readonly property string words: "row " + index + " of some words"
                width: words.length * 7; height: 20
                Text { anchors.fill: parent; text: parent.words; elide: Text.ElideRight }
                Item { x: parent.width / 2; width: parent.height; height: width }
            }
        }
    })",
                    {});
  const std::unique_ptr<QObject> made(component.create());
  return threadMs() - begin;
}

// How much slower this thread is just now than on the machine that the tests' bounds were set on; never below 1. Who shares a processor's caches
// and memory with others takes longer for the same work, on a thread's own clock too; what is held against a bound is divided by this, measured
// beside it.
inline double slowness() {
  constexpr double kPaintingMs = 16, kMakingMs = 14;
  return std::max({1.0, std::min(paintingMs(), paintingMs()) / kPaintingMs, std::min(makingMs(), makingMs()) / kMakingMs});
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

// What frames take of this thread, which draws: each from the moment that what has changed is taken over until it is drawn.
class Frames {
 public:
  explicit Frames(QQuickWindow* window) {
    begins_ = QObject::connect(window, &QQuickWindow::beforeSynchronizing, [this] { begin_ = threadMs(); });
    ends_ = QObject::connect(window, &QQuickWindow::afterRendering, [this] { ms_.push_back(threadMs() - begin_); });
  }
  ~Frames() { QObject::disconnect(begins_), QObject::disconnect(ends_); }
  Frames(const Frames&) = delete;
  Frames& operator=(const Frames&) = delete;

  void forget() { ms_.clear(); }
  int count() const { return static_cast<int>(ms_.size()); }
  // So large a share of them takes no longer.
  double percentile(double share) {
    if (ms_.empty()) return 0;
    std::ranges::sort(ms_);
    return ms_[static_cast<std::size_t>(share * static_cast<double>(ms_.size() - 1))];
  }

 private:
  QMetaObject::Connection begins_, ends_;
  double begin_ = 0;
  std::vector<double> ms_;
};

}  // namespace halftone::ui
