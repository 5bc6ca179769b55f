#include "app/viewmodels/timeline/trace_picture.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace halftone::app {
namespace {

// 1, 2 or 5 times a power of ten, so that about so many stand between the two.
double tickStep(double span, int ticks) {
  const double rough = span / ticks, power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

}  // namespace

TracePicture::TracePicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &TracePicture::lookChanged, this, [this] { update(); });
}

void TracePicture::setTimeline(TimelineViewModel* timeline) {
  if (timeline == timeline_) return;
  if (timeline_) disconnect(timeline_, nullptr, this, nullptr);
  timeline_ = timeline;
  if (timeline_) {
    for (const auto signal : {&TimelineViewModel::turnChanged, &TimelineViewModel::windowChanged, &TimelineViewModel::chosenChanged})
      connect(timeline_, signal, this, [this] { update(); });
  }
  emit timelineChanged();
  update();
}

double TracePicture::timeAt(qreal x) const { return width() > 0 ? from() + x / width() * (to() - from()) : 0; }
qreal TracePicture::placeOf(double ms) const { return to() > from() ? (ms - from()) / (to() - from()) * width() : 0; }

QRectF TracePicture::boxOf(int lane, qreal left, qreal right) const {
  const qreal tall = laneHeight();
  return {left, (lane + 0.14) * tall, std::max<qreal>(1, right - left - (right - left > 6 ? 1 : 0)), 0.72 * tall};
}

int TracePicture::spanAt(qreal x, qreal y) const {
  if (!timeline_ || laneHeight() <= 0) return -1;
  constexpr qreal kReach = 2;  // pixels beside a narrow one
  const auto lane = static_cast<int>(y / laneHeight());
  const std::vector<Span>& spans = timeline_->trace().spans;
  const double begin = timeAt(x - kReach), end = timeAt(x + kReach), at = timeAt(x);
  int nearest = -1;
  double distance = 0;
  for (auto span = std::ranges::lower_bound(spans, begin, {}, &Span::end_ms); span != spans.end() && span->begin_ms <= end; ++span) {
    if (static_cast<int>(span->lane) != lane) continue;
    const double off = std::max({0.0, span->begin_ms - at, at - span->end_ms});
    if (nearest < 0 || off < distance) nearest = static_cast<int>(span - spans.begin()), distance = off;
  }
  return nearest;
}

void TracePicture::paint(QPainter* painter) {
  if (!timeline_ || to() <= from() || colors_.size() < kShownLanes) return;
  paintTicks(*painter);
  paintSpans(*painter);
}

void TracePicture::paintTicks(QPainter& painter) const {
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  painter.setFont(font);
  const double step = tickStep(to() - from(), std::max(1, static_cast<int>(width() / 90)));
  const int digits = std::max(0, static_cast<int>(-std::floor(std::log10(step))));
  const qreal bottom = height() - axis_;
  const QLocale locale(QLocale::English, QLocale::UnitedStates);
  for (double at = std::ceil(from() / step) * step; at <= to(); at += step) {
    const qreal x = std::round(placeOf(at)) + 0.5;
    if (!whole_) painter.setPen(line_), painter.drawLine(QPointF(x, 0), QPointF(x, bottom));
    painter.setPen(dim_);
    const QString figure = locale.toString(std::abs(at) < step / 2 ? 0 : at, 'f', digits) + (at - step < from() ? QStringLiteral(" ms") : QString());
    const qreal wide = painter.fontMetrics().horizontalAdvance(figure);
    painter.drawText(QRectF(std::clamp(x - wide / 2, 0.0, width() - wide), bottom, wide + 1, axis_), Qt::AlignCenter, figure);
  }
  if (whole_) return;
  painter.setPen(line_);
  for (int lane = 1; lane <= kShownLanes; ++lane) {
    const qreal y = std::round(lane * laneHeight()) + 0.5;
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
  }
}

void TracePicture::paintSpans(QPainter& painter) const {
  const std::vector<Span>& spans = timeline_->trace().spans;
  painter.setPen(Qt::NoPen);
  std::array<qreal, kShownLanes> painted;  // to there, by lane
  painted.fill(-1);
  const double start = from(), end = to(), scale = width() / (end - start);  // asked once: there may be ten thousand spans
  const auto paint = [&](int lane, double begin_ms, double end_ms) {
    const qreal left = std::max(-8.0, (begin_ms - start) * scale), right = std::min(width() + 8, (end_ms - start) * scale);
    qreal& there = painted[static_cast<std::size_t>(lane)];
    if (std::max(left + 1, right) < there + 1) return;
    const QRectF box = boxOf(lane, left, right);
    there = box.right();
    if (box.width() <= 6) return painter.fillRect(box, colors_[lane]);
    painter.setBrush(colors_[lane]);
    painter.drawRoundedRect(box, 2, 2);
  };
  for (auto span = std::ranges::lower_bound(spans, start, {}, &Span::end_ms); span != spans.end() && span->begin_ms <= end; ++span)
    paint(static_cast<int>(span->lane), span->begin_ms, span->end_ms);
  const std::vector<Painted>& frames = timeline_->painted();
  for (auto frame = std::ranges::lower_bound(frames, start, {}, &Painted::end_ms); frame != frames.end() && frame->begin_ms <= end; ++frame)
    paint(kPaintLane, frame->begin_ms, frame->end_ms);
  const int chosen = timeline_->chosen();
  if (chosen < 0 || chosen >= std::ssize(spans)) return;
  const Span& span = spans[static_cast<std::size_t>(chosen)];
  painter.setBrush(colors_[static_cast<qsizetype>(span.lane)]);
  painter.setPen(QPen(ink_, 1.5));
  painter.drawRoundedRect(boxOf(static_cast<int>(span.lane), placeOf(span.begin_ms), placeOf(span.end_ms)).adjusted(-1.5, -1.5, 1.5, 1.5),
                          3, 3);
}

}  // namespace halftone::app
