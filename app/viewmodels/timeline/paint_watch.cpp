#include "app/viewmodels/timeline/paint_watch.h"

#include <QTimer>
#include <atomic>
#include <mutex>
#include <utility>

namespace halftone::app {

struct PaintWatch::Drawn {
  std::atomic<bool> due = false;  // there is text that no frame has shown
  std::mutex mutex;
  Clock::time_point begin;
  bool counts = false;  // the frame that is being drawn
  Frames frames;
};

void PaintWatch::setWindow(QQuickWindow* window) {
  if (window == window_) return;
  rest();
  window_ = window;
  emit windowChanged();
}

void PaintWatch::setSeen(bool seen) {
  if (std::exchange(seen_, seen) != seen) emit seenChanged();
}

void PaintWatch::textArrived(const QString& replyId) {
  if (!seen_ || !window_ || replyId.isEmpty()) return;
  if (replyId != replyId_) begin(replyId);
  drawn_->due = true;
}

// A window may draw in a thread of its own, which goes on while this object changes its mind: what the two share belongs to both.
void PaintWatch::begin(const QString& replyId) {
  rest();
  replyId_ = replyId;
  drawn_ = std::make_shared<Drawn>();
  before_ = connect(
      window_, &QQuickWindow::beforeSynchronizing, window_,
      [drawn = drawn_] {
        if (!drawn->due.exchange(false)) return;
        const std::lock_guard lock(drawn->mutex);
        drawn->begin = Clock::now();
        drawn->counts = true;
      },
      Qt::DirectConnection);
  after_ = connect(
      window_, &QQuickWindow::afterRendering, window_,
      [drawn = drawn_] {
        const std::lock_guard lock(drawn->mutex);
        if (std::exchange(drawn->counts, false) && drawn->frames.size() < kMost) drawn->frames.push_back({drawn->begin, Clock::now()});
      },
      Qt::DirectConnection);
}

void PaintWatch::rest() {
  disconnect(before_);
  disconnect(after_);
  drawn_.reset();
  replyId_.clear();
}

void PaintWatch::replyEnded(const QString& replyId) {
  constexpr int kLastFrameMs = 100;
  if (replyId.isEmpty() || replyId != replyId_) return;
  QTimer::singleShot(kLastFrameMs, this, [this, replyId, drawn = drawn_] {
    if (drawn_ == drawn) rest();
    Frames frames;
    {
      const std::lock_guard lock(drawn->mutex);
      frames = std::move(drawn->frames);
    }
    if (!frames.empty()) emit painted(replyId, frames);
  });
}

}  // namespace halftone::app
