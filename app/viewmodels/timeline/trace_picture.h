// A trace drawn: a row for each lane, time from left to right. One item for all spans; those that are narrower than a pixel share one.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/timeline/timeline_view_model.h"

namespace halftone::app {

class TracePicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::TimelineViewModel* timeline READ timeline WRITE setTimeline NOTIFY timelineChanged)
  Q_PROPERTY(bool whole MEMBER whole_ NOTIFY lookChanged)                // all of the turn, rather than the window on it
  Q_PROPERTY(QList<QColor> colors MEMBER colors_ NOTIFY lookChanged)     // by lane
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)                // between lanes, and at the ticks
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)                  // around what is chosen, and the ticks' figures
  Q_PROPERTY(QColor dim MEMBER dim_ NOTIFY lookChanged)
  Q_PROPERTY(QString fontFamily MEMBER fontFamily_ NOTIFY lookChanged)
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY lookChanged)
  Q_PROPERTY(qreal axis MEMBER axis_ NOTIFY lookChanged)                 // height of the ticks' figures, at the bottom

 public:
  explicit TracePicture(QQuickItem* parent = nullptr);

  TimelineViewModel* timeline() const { return timeline_; }
  void setTimeline(TimelineViewModel* timeline);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int spanAt(qreal x, qreal y) const;  // −1: none there
  Q_INVOKABLE double timeAt(qreal x) const;        // ms
  Q_INVOKABLE qreal placeOf(double ms) const;      // x

 signals:
  void timelineChanged();
  void lookChanged();

 private:
  double from() const { return whole_ || !timeline_ ? 0 : timeline_->from(); }
  double to() const { return !timeline_ ? 0 : whole_ ? timeline_->total() : timeline_->to(); }
  qreal laneHeight() const { return (height() - axis_) / kShownLanes; }
  QRectF boxOf(int lane, qreal left, qreal right) const;
  void paintTicks(QPainter& painter) const;
  void paintSpans(QPainter& painter) const;

  QPointer<TimelineViewModel> timeline_;
  bool whole_ = false;
  QList<QColor> colors_;
  QColor line_, ink_, dim_;
  QString fontFamily_;
  int pixelSize_ = 12;
  qreal axis_ = 20;
};

}  // namespace halftone::app
