#include "app/viewmodels/compare/divergence_strip.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {
constexpr double kPitch = 4.5;  // pixels from dot to dot, at least
}

DivergenceStrip::DivergenceStrip(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &DivergenceStrip::lookChanged, this, [this] { update(); });
}

void DivergenceStrip::setColumn(CompareColumn* column) {
  if (column == column_) return;
  if (column_) disconnect(column_, nullptr, this, nullptr);
  column_ = column;
  if (column_) connect(column_, &CompareColumn::textChanged, this, [this] { update(); });
  emit columnChanged();
  update();
}

const Readings* DivergenceStrip::readings() const {
  return column_ && column_->beside() && !column_->isReference() ? &column_->beside()->on_reference : nullptr;
}

int DivergenceStrip::places() const { return std::max(1, static_cast<int>(width() / kPitch)); }

void DivergenceStrip::paint(QPainter* painter) {
  const Readings* readings = this->readings();
  const int places = this->places();
  const int tokens = readings ? static_cast<int>(readings->divergence.size()) : 0;
  const int each = std::max(1, (tokens + places - 1) / places);
  const double pitch = width() / places, middle = height() / 2;
  painter->setPen(Qt::NoPen);
  for (int place = 0; place < places; ++place) {
    const int first = place * each, last = std::min(tokens, first + each);
    const double x = (mirrored_ ? places - 1 - place + 0.5 : place + 0.5) * pitch;
    double furthest = 0;
    bool flip = false, lit = false;
    for (int token = first; token < last; ++token) {
      furthest = std::max(furthest, readings->divergence[static_cast<std::size_t>(token)]);
      flip = flip || !readings->same_first_choice[static_cast<std::size_t>(token)];
      lit = lit || token == lit_;
    }
    const double radius = furthest < 0.005 ? 0.9 : 1.2 + 3.2 * std::sqrt(std::min(1.0, furthest));
    painter->setBrush(furthest < 0.005 ? empty_ : tint_);
    painter->setPen(Qt::NoPen);
    if (flip) {
      painter->setPen(QPen(tint_, 1.4));
      painter->setBrush(ground_);
    }
    painter->drawEllipse(QPointF(x, middle), flip ? std::max(3.0, radius) : radius, flip ? std::max(3.0, radius) : radius);
    if (lit) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(tint_);
      painter->drawRect(QRectF(x - 0.75, 0, 1.5, height()));
    }
  }
}

int DivergenceStrip::tokenAt(qreal x) const {
  const Readings* readings = this->readings();
  if (!readings || width() <= 0) return -1;
  const int tokens = static_cast<int>(readings->divergence.size()), each = std::max(1, (tokens + places() - 1) / places());
  const int token = static_cast<int>((mirrored_ ? width() - x : x) / width() * places()) * each;
  return token >= 0 && token < tokens ? token : -1;
}

}  // namespace halftone::app
