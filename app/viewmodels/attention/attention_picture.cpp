#include "app/viewmodels/attention/attention_picture.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {
constexpr qreal kLeastRadius = 0.35;  // pixels; smaller dots are not seen
}

AttentionPicture::AttentionPicture(QQuickItem* parent) : QQuickPaintedItem(parent) { setAntialiasing(true); }

void AttentionPicture::setAttention(AttentionViewModel* attention) {
  if (attention_ == attention) return;
  if (attention_) disconnect(attention_, nullptr, this, nullptr);
  attention_ = attention;
  if (attention_) connect(attention_, &AttentionViewModel::changed, this, [this] { update(); });
  update();
  emit changed();
}

qreal AttentionPicture::pitch() const {
  const auto tokens = attention_ ? attention_->words().size() : 0;
  return tokens > 0 ? std::min(width(), height()) / static_cast<qreal>(tokens) : 0;
}

int AttentionPicture::tokenAt(qreal y) const {
  const qreal each = pitch();
  if (each <= 0) return -1;
  return std::clamp(static_cast<int>(y / each), 0, static_cast<int>(attention_->words().size()) - 1);
}

void AttentionPicture::paint(QPainter* painter) {
  if (!attention_ || !attention_->isShown() || head_ >= attention_->heads()) return;
  const int tokens = static_cast<int>(attention_->words().size());
  const qreal each = pitch();
  painter->setPen(Qt::NoPen);
  if (token_ >= 0) {
    QColor row = accent_;
    row.setAlphaF(0.12f);
    painter->fillRect(QRectF(mirrored_ ? width() - each * (token_ + 1) : 0, token_ * each, each * (token_ + 1), each), row);
  }
  for (int i = 0; i < tokens; ++i) {
    for (int j = 0; j <= i; ++j) {
      const float share = attention_->share(head_, i, j);
      const qreal radius = each / 2 * std::sqrt(std::abs(share));
      if (radius < kLeastRadius) continue;
      painter->setBrush(share < 0 ? away_ : i == token_ ? accent_ : ink_);
      const qreal x = (j + 0.5) * each;
      painter->drawEllipse(QPointF(mirrored_ ? width() - x : x, (i + 0.5) * each), radius, radius);
    }
  }
}

}  // namespace halftone::app
