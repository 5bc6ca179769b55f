#include "app/viewmodels/tokens/share_dots.h"

#include <QPainter>
#include <cmath>

namespace halftone::app {

ShareDots::ShareDots(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &ShareDots::lookChanged, this, [this] { update(); });
}

void ShareDots::paint(QPainter* painter) {
  const double filled = each_ > 0 ? std::round(value_ / each_) : 0;
  const qreal pitch = width() / kDots;
  painter->setPen(Qt::NoPen);
  for (int dot = 0; dot < kDots; ++dot) {
    const bool full = dot < filled;
    const qreal x = (dot + 0.5) * pitch, radius = (full ? 0.4 : 0.14) * pitch;
    painter->setBrush(full ? tone_ : rest_);
    painter->drawEllipse(QPointF(mirrored_ ? width() - x : x, height() / 2), radius, radius);
  }
}

}  // namespace halftone::app
