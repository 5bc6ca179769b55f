// A chart of the guide's experiment: memory or time by length of the prompt, a line for each precision and attention, named at its end.
// What is predicted is dotted and hollow, what was measured is drawn out and full. One item for all.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/experiment/experiment_view_model.h"

namespace halftone::app {

class ExperimentChart : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::ExperimentViewModel* experiment READ experiment WRITE setExperiment NOTIFY experimentChanged)
  Q_PROPERTY(halftone::app::ExperimentViewModel::Chart chart MEMBER chart_ NOTIFY lookChanged)
  Q_PROPERTY(QList<QColor> tones MEMBER tones_ NOTIFY lookChanged)  // of lines: flash by depth, then naive (ExperimentViewModel::toneOf)
  Q_PROPERTY(QColor flashName MEMBER flashName_ NOTIFY lookChanged)  // of the names at the ends, dark enough to be read
  Q_PROPERTY(QColor naiveName MEMBER naiveName_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dim MEMBER dim_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY lookChanged)  // within what is hollow
  Q_PROPERTY(QColor danger MEMBER danger_ NOTIFY lookChanged)
  Q_PROPERTY(QString fontFamily MEMBER fontFamily_ NOTIFY lookChanged)
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY lookChanged)
  Q_PROPERTY(qreal zoom MEMBER zoom_ NOTIFY lookChanged)       // of dots and lines
  Q_PROPERTY(int lit MEMBER lit_ NOTIFY lookChanged)           // a cell; −1: none

 public:
  explicit ExperimentChart(QQuickItem* parent = nullptr);

  ExperimentViewModel* experiment() const { return experiment_; }
  void setExperiment(ExperimentViewModel* experiment);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int dotAt(qreal x, qreal y) const;     // −1: none there
  Q_INVOKABLE int lengthAt(qreal x) const;           // the nearest one, of the prompts
  Q_INVOKABLE QPointF placeOf(int cell) const;       // in this item

 signals:
  void experimentChanged();
  void lookChanged();

 private:
  // Where the axes lie, and what they reach to.
  struct Frame {
    QRectF plot;
    double mostX = 0, mostY = 0, stepX = 1, stepY = 1;
    QPointF at(double x, double y) const { return {plot.left() + x / mostX * plot.width(), plot.bottom() - y / mostY * plot.height()}; }
  };
  Frame frame() const;
  double valueOf(int cell) const;  // measured, else predicted; below 0: neither
  QColor toneOf(int line) const { return tones_.value(experiment_->toneOf(line), dim_); }
  void paintAxes(QPainter& painter, const Frame& frame) const;
  void paintLine(QPainter& painter, const Frame& frame, int line) const;
  void paintDots(QPainter& painter, const Frame& frame, int line) const;
  void paintNames(QPainter& painter, const Frame& frame) const;

  QPointer<ExperimentViewModel> experiment_;
  ExperimentViewModel::Chart chart_ = ExperimentViewModel::Memory;
  QList<QColor> tones_;
  QColor line_, ink_, dim_, ground_, danger_, flashName_, naiveName_;
  QString fontFamily_;
  int pixelSize_ = 11, lit_ = -1;
  qreal zoom_ = 1;
};

}  // namespace halftone::app
