#include "app/viewmodels/experiment/experiment_matrix.h"

#include <QPainter>
#include <algorithm>

#include "app/viewmodels/experiment/cell_marks.h"

namespace halftone::app {

ExperimentMatrix::ExperimentMatrix(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &ExperimentMatrix::lookChanged, this, [this] { update(); });
}

void ExperimentMatrix::setExperiment(ExperimentViewModel* experiment) {
  if (experiment == experiment_) return;
  if (experiment_) disconnect(experiment_, nullptr, this, nullptr);
  experiment_ = experiment;
  if (experiment_) {
    for (const auto signal : {&ExperimentViewModel::cellsChanged, &ExperimentViewModel::chosenChanged})
      connect(experiment_, signal, this, [this] { update(); });
  }
  emit experimentChanged();
  update();
}

QPointF ExperimentMatrix::placeOf(int cell) const {
  const int lengths = experiment_->lengths();
  const double x = (cell % lengths + 0.5) * width() / lengths;
  return {mirrored_ ? width() - x : x, (cell / lengths + 0.5) * height() / experiment_->lines()};
}

int ExperimentMatrix::cellAt(qreal x, qreal y) const {
  if (!experiment_ || experiment_->cells().empty() || x < 0 || y < 0 || x >= width() || y >= height()) return -1;
  const int lengths = experiment_->lengths();
  const int column = static_cast<int>((mirrored_ ? width() - x : x) / width() * lengths),
            row = static_cast<int>(y / height() * experiment_->lines());
  return row * lengths + std::min(column, lengths - 1);
}

void ExperimentMatrix::paint(QPainter* painter) {
  if (!experiment_ || experiment_->cells().empty()) return;
  painter->setRenderHint(QPainter::Antialiasing);
  for (int cell = 0; cell < std::ssize(experiment_->cells()); ++cell) {
    const QPointF at = placeOf(cell);
    const QColor tone = tones_.value(experiment_->toneOf(cell / experiment_->lengths()), ink_);
    const auto circle = [&](double radius, const QBrush& fill, const QPen& pen) {
      painter->setBrush(fill), painter->setPen(pen);
      painter->drawEllipse(at, radius * zoom_, radius * zoom_);
    };
    switch (experiment_->cells()[static_cast<std::size_t>(cell)].state) {
      case ExperimentCell::Done: circle(5, tone, Qt::NoPen); break;
      case ExperimentCell::Running:
        circle(6, Qt::NoBrush, QPen(tone, 1.5 * zoom_));
        circle(2.5, tone, Qt::NoPen);
        break;
      case ExperimentCell::DoesNotFit:
        painter->setPen(QPen(danger_, 1.5 * zoom_));
        cross(*painter, at, 3.5 * zoom_);
        break;
      case ExperimentCell::Failed: circle(4, Qt::NoBrush, QPen(danger_, 1.5 * zoom_)); break;
      case ExperimentCell::Skipped: circle(3, Qt::NoBrush, QPen(rest_, 1.5 * zoom_)); break;
      case ExperimentCell::Predicted: circle(1.7, rest_, Qt::NoPen); break;
    }
    if (cell == experiment_->dot()) circle(8, Qt::NoBrush, QPen(ink_, 1.5 * zoom_));
  }
}

}  // namespace halftone::app
