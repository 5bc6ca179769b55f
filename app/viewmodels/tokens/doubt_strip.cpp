#include "app/viewmodels/tokens/doubt_strip.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

namespace halftone::app {

DoubtStrip::DoubtStrip(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &DoubtStrip::lookChanged, this, [this] { update(); });
}

void DoubtStrip::setTokens(TokensViewModel* tokens) {
  if (tokens == tokens_) return;
  if (tokens_) disconnect(tokens_, nullptr, this, nullptr);
  tokens_ = tokens;
  if (tokens_) {
    connect(tokens_, &TokensViewModel::textChanged, this, [this] { update(); });
    connect(tokens_, &TokensViewModel::tokenChanged, this, [this] { update(); });
  }
  emit tokensChanged();
  update();
}

int DoubtStrip::columns() const { return tokens_ ? std::min(tokens_->count(), std::max(1, static_cast<int>(width() / pitch_))) : 0; }
qreal DoubtStrip::wide() const { return columns() > 0 ? std::min(width() / columns(), 1.6 * pitch_) : 0; }

qreal DoubtStrip::x(int column) const {
  const qreal x = (column + 0.5) * wide();
  return mirrored_ ? width() - x : x;
}

int DoubtStrip::leastSure(int column) const {
  const qint64 count = tokens_->count(), all = columns();
  const auto& tokens = tokens_->shown().tokens();
  const auto begin = tokens.begin() + column * count / all, end = tokens.begin() + (column + 1) * count / all;
  return static_cast<int>(std::ranges::max_element(begin, end, {}, &DoubtedToken::entropy) - tokens.begin());
}

int DoubtStrip::tokenAt(qreal at) const {
  if (columns() == 0) return -1;
  const auto column = static_cast<int>(std::floor((mirrored_ ? width() - at : at) / wide()));
  return column < 0 || column >= columns() ? -1 : leastSure(column);
}

void DoubtStrip::paint(QPainter* painter) {
  if (columns() == 0) return;
  painter->setPen(Qt::NoPen);
  const qreal foot = height() - 2.5 * pitch_, radius = 0.4 * std::min(pitch_, wide());
  const int most = std::max(1, static_cast<int>(foot / pitch_));
  for (int column = 0; column < columns(); ++column) {
    const DoubtedToken& token = tokens_->shown().tokens()[static_cast<std::size_t>(leastSure(column))];
    const int dots = std::clamp(1 + static_cast<int>(std::round(static_cast<double>(token.entropy) / kNats)), 1, most);
    painter->setBrush(!token.isLikeliest ? divergence_ : token.isFork ? accent_ : pale_);
    for (int dot = 0; dot < dots; ++dot) painter->drawEllipse(QPointF(x(column), foot - (dot + 0.5) * pitch_), radius, radius);
  }
  if (tokens_->token() < 0) return;
  const qreal at = x(static_cast<int>(static_cast<qint64>(tokens_->token()) * columns() / tokens_->count()));
  painter->setBrush(accent_);
  painter->drawPolygon(
      QPolygonF({QPointF(at, foot + 0.6 * pitch_), QPointF(at - pitch_, foot + 2.3 * pitch_), QPointF(at + pitch_, foot + 2.3 * pitch_)}));
}

}  // namespace halftone::app
