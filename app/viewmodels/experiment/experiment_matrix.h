// The cells as dots, a row for each line: small what is to come, a ring with a core what runs, full what is done. One item for all.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/experiment/experiment_view_model.h"

namespace halftone::app {

class ExperimentMatrix : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::ExperimentViewModel* experiment READ experiment WRITE setExperiment NOTIFY experimentChanged)
  Q_PROPERTY(QList<QColor> tones MEMBER tones_ NOTIFY lookChanged)
  Q_PROPERTY(QColor rest MEMBER rest_ NOTIFY lookChanged)      // of what is to come
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor danger MEMBER danger_ NOTIFY lookChanged)
  Q_PROPERTY(qreal zoom MEMBER zoom_ NOTIFY lookChanged)
  Q_PROPERTY(bool mirrored MEMBER mirrored_ NOTIFY lookChanged)

 public:
  explicit ExperimentMatrix(QQuickItem* parent = nullptr);

  ExperimentViewModel* experiment() const { return experiment_; }
  void setExperiment(ExperimentViewModel* experiment);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int cellAt(qreal x, qreal y) const;  // −1: none there

 signals:
  void experimentChanged();
  void lookChanged();

 private:
  QPointF placeOf(int cell) const;

  QPointer<ExperimentViewModel> experiment_;
  QList<QColor> tones_;
  QColor rest_, ink_, danger_;
  qreal zoom_ = 1;
  bool mirrored_ = false;
};

}  // namespace halftone::app
