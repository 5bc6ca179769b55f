#include "app/viewmodels/experiment/experiment_chart.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/format.h"
#include "app/viewmodels/experiment/cell_marks.h"

namespace halftone::app {
namespace {

// 1, 2, 2.5 or 5 times a power of ten, so that at most so many lie between nothing and the most.
double tickStep(double most, int ticks) {
  const double rough = most / std::max(1, ticks), power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0})
    if (factor * power >= rough * 0.9999) return factor * power;
  return 10 * power;
}

// A curve through points of rising x, by the parabola through the three that are nearest: what grows with N² is met exactly.
double curveAt(const QList<QPointF>& points, double x) {
  if (points.size() == 1) return points.front().y();
  const auto after = std::ranges::find_if(points, [x](const QPointF& p) { return p.x() >= x; }) - points.begin();
  const qsizetype first =
      std::clamp<qsizetype>(after - (points.size() > 2 ? 2 : 1), 0, points.size() - std::min<qsizetype>(3, points.size()));
  const QPointF a = points[first], b = points[first + 1];
  const double slope = (b.y() - a.y()) / (b.x() - a.x());
  if (points.size() == 2) return a.y() + slope * (x - a.x());
  const QPointF c = points[first + 2];
  const double bend = ((c.y() - b.y()) / (c.x() - b.x()) - slope) / (c.x() - a.x());
  return std::max(0.0, a.y() + slope * (x - a.x()) + bend * (x - a.x()) * (x - b.x()));
}

}  // namespace

ExperimentChart::ExperimentChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &ExperimentChart::lookChanged, this, [this] { update(); });
}

void ExperimentChart::setExperiment(ExperimentViewModel* experiment) {
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

double ExperimentChart::valueOf(int cell) const {
  const double measured = experiment_->measured(chart_, cell);
  return measured >= 0 ? measured : experiment_->predicted(chart_, cell);
}

ExperimentChart::Frame ExperimentChart::frame() const {
  Frame frame;
  if (!experiment_ || experiment_->lengths() == 0) return frame;
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  const QFontMetricsF metrics(font);
  double names = 0, most = 0;
  for (int line = 0; line < experiment_->lines(); ++line) names = std::max(names, metrics.horizontalAdvance(experiment_->lineName(line)));
  for (int cell = 0; cell < std::ssize(experiment_->cells()); ++cell)
    most = std::max({most, experiment_->measured(chart_, cell), experiment_->predicted(chart_, cell)});
  if (most <= 0) most = 1;
  const double tall = metrics.height();
  frame.mostX = experiment_->prompts().last();
  frame.stepY = tickStep(most * 1.02, std::clamp(static_cast<int>(height() / (3.2 * tall)), 2, 5));
  frame.mostY = std::ceil(most * 1.02 / frame.stepY) * frame.stepY;
  const double figures = metrics.horizontalAdvance(QString::number(frame.mostY)) + 10 * zoom_;
  const double left = std::max(figures, 26 * zoom_);
  frame.plot = QRectF(left, tall / 2 + 2, width() - left - names - 14 * zoom_, height() - 2.3 * tall - 4);
  frame.stepX = tickStep(frame.mostX, std::clamp(static_cast<int>(frame.plot.width() / (60 * zoom_)), 1, 6));
  return frame;
}

QPointF ExperimentChart::placeOf(int cell) const {
  const Frame axes = frame();
  if (axes.mostX <= 0 || cell < 0 || cell >= std::ssize(experiment_->cells())) return {};
  return axes.at(experiment_->prompts()[cell % experiment_->lengths()], std::max(0.0, valueOf(cell)));
}

int ExperimentChart::dotAt(qreal x, qreal y) const {
  const Frame axes = frame();
  if (axes.mostX <= 0) return -1;
  int nearest = -1;
  double distance = 14 * zoom_;
  for (int cell = 0; cell < std::ssize(experiment_->cells()); ++cell) {
    const double value = valueOf(cell);
    if (value < 0) continue;
    const QPointF off = axes.at(experiment_->prompts()[cell % experiment_->lengths()], value) - QPointF(x, y);
    if (const double away = std::hypot(off.x(), off.y()); away < distance) nearest = cell, distance = away;
  }
  return nearest;
}

int ExperimentChart::lengthAt(qreal x) const {
  const Frame axes = frame();
  if (axes.mostX <= 0) return -1;
  const QList<int>& prompts = experiment_->prompts();
  const auto nearest = std::ranges::min_element(prompts, {}, [&](int tokens) { return std::abs(axes.at(tokens, 0).x() - x); });
  return static_cast<int>(nearest - prompts.begin());
}

void ExperimentChart::paint(QPainter* painter) {
  const Frame axes = frame();
  if (axes.mostX <= 0 || axes.plot.width() <= 0 || axes.plot.height() <= 0 || experiment_->cells().empty()) return;
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  painter->setFont(font);
  painter->setRenderHint(QPainter::Antialiasing);
  paintAxes(*painter, axes);
  for (int line = 0; line < experiment_->lines(); ++line) paintLine(*painter, axes, line);
  for (int line = 0; line < experiment_->lines(); ++line) paintDots(*painter, axes, line);
  paintNames(*painter, axes);
}

void ExperimentChart::paintAxes(QPainter& painter, const Frame& axes) const {
  const QFontMetricsF metrics = painter.fontMetrics();
  for (double y = 0; y <= axes.mostY * 1.0001; y += axes.stepY) {
    const double at = std::round(axes.at(0, y).y()) + 0.5;
    painter.setPen(line_);
    painter.drawLine(QPointF(axes.plot.left(), at), QPointF(axes.plot.right(), at));
    painter.setPen(dim_);
    painter.drawText(QRectF(0, at - metrics.height() / 2, axes.plot.left() - 8 * zoom_, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QLocale::c().toString(y, 'g', 6));
  }
  painter.setPen(dim_);
  for (double x = 0; x <= axes.mostX * 1.0001; x += axes.stepX) {
    const QString figure = formatCount(static_cast<qint64>(x));
    const double wide = metrics.horizontalAdvance(figure) + 4;
    painter.drawText(QRectF(axes.at(x, 0).x() - wide / 2, axes.plot.bottom() + 6 * zoom_, wide, metrics.height()), Qt::AlignCenter, figure);
  }
  const double chosen = std::round(axes.at(experiment_->prompts().value(experiment_->prompt()), 0).x()) + 0.5;  // the table's length
  painter.setPen(QPen(line_, 1, Qt::DashLine));
  painter.drawLine(QPointF(chosen, axes.plot.top()), QPointF(chosen, axes.plot.bottom()));
}

void ExperimentChart::paintLine(QPainter& painter, const Frame& axes, int line) const {
  const int lengths = experiment_->lengths();
  QList<QPointF> predicted;
  for (int length = 0; length < lengths; ++length)
    if (const double value = experiment_->predicted(chart_, line * lengths + length); value >= 0)
      predicted.append({static_cast<double>(experiment_->prompts()[length]), value});
  const QColor tone = toneOf(line);
  if (!predicted.isEmpty()) {
    constexpr int kSteps = 64;
    const double from = predicted.size() > 1 ? 0 : predicted.front().x();
    QPainterPath path;
    for (int step = 0; step <= kSteps; ++step) {
      const double x = from + (predicted.last().x() - from) * step / kSteps;
      const QPointF at = axes.at(x, curveAt(predicted, x));
      step == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    QPen pen(tone, 1.3 * zoom_, Qt::CustomDashLine, Qt::RoundCap);
    pen.setDashPattern({0.1, 3});
    painter.strokePath(path, pen);
  }
  painter.setPen(QPen(tone, 1.5 * zoom_));
  for (int length = 1; length < lengths; ++length) {
    const int cell = line * lengths + length;
    const double before = experiment_->measured(chart_, cell - 1), here = experiment_->measured(chart_, cell);
    if (before >= 0 && here >= 0)
      painter.drawLine(axes.at(experiment_->prompts()[length - 1], before), axes.at(experiment_->prompts()[length], here));
  }
}

void ExperimentChart::paintDots(QPainter& painter, const Frame& axes, int line) const {
  const int lengths = experiment_->lengths();
  const QColor tone = toneOf(line);
  for (int length = 0; length < lengths; ++length) {
    const int index = line * lengths + length;
    const double value = valueOf(index);
    if (value < 0) continue;
    const QPointF at = axes.at(experiment_->prompts()[length], value);
    const auto circle = [&](double radius, const QBrush& fill, const QPen& pen) {
      painter.setBrush(fill), painter.setPen(pen);
      painter.drawEllipse(at, radius * zoom_, radius * zoom_);
    };
    switch (experiment_->cells()[static_cast<std::size_t>(index)].state) {
      case ExperimentCell::Done: circle(4, tone, Qt::NoPen); break;
      case ExperimentCell::Running:
        circle(6.5, ground_, QPen(tone, 1.5 * zoom_));
        circle(2.2, tone, Qt::NoPen);
        break;
      case ExperimentCell::DoesNotFit:
        painter.setPen(QPen(danger_, 1.5 * zoom_));
        cross(painter, at, 3.5 * zoom_);
        break;
      case ExperimentCell::Failed: circle(3.5, ground_, QPen(danger_, 1.5 * zoom_)); break;
      case ExperimentCell::Skipped: circle(2.4, ground_, QPen(dim_, zoom_)); break;
      case ExperimentCell::Predicted: circle(1.9, ground_, QPen(tone, zoom_)); break;
    }
    if (index == lit_ || (lit_ < 0 && index == experiment_->dot())) circle(8.5, Qt::NoBrush, QPen(ink_, 1.5 * zoom_));
  }
}

// Each beside its line's end, moved apart where lines end close to each other.
void ExperimentChart::paintNames(QPainter& painter, const Frame& axes) const {
  struct Name {
    double y;
    int line;
  };
  std::vector<Name> names;
  for (int line = 0; line < experiment_->lines(); ++line) {
    const double value = valueOf((line + 1) * experiment_->lengths() - 1);
    if (value >= 0) names.push_back({axes.at(0, value).y(), line});
  }
  std::ranges::stable_sort(names, {}, &Name::y);
  const double tall = painter.fontMetrics().height(), top = tall / 2, bottom = height() - tall / 2;
  for (std::size_t i = 0; i < names.size(); ++i) names[i].y = std::max(names[i].y, i == 0 ? top : names[i - 1].y + tall);
  for (std::size_t i = names.size(); i-- > 0;) names[i].y = std::min(names[i].y, i + 1 == names.size() ? bottom : names[i + 1].y - tall);
  for (const Name& name : names) {
    painter.setPen(experiment_->isNaive(name.line) ? naiveName_ : flashName_);
    painter.drawText(QRectF(axes.plot.right() + 10 * zoom_, name.y - tall / 2, width() - axes.plot.right() - 10 * zoom_, tall),
                     Qt::AlignLeft | Qt::AlignVCenter, experiment_->lineName(name.line));
  }
}

}  // namespace halftone::app
