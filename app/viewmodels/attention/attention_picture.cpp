#include "app/viewmodels/attention/attention_picture.h"

#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {
constexpr qreal kLeastPitch = 4;     // pixels: closer dots are shades instead
constexpr qreal kLeastRadius = 0.1;  // smaller dots are not seen
}  // namespace

AttentionPicture::AttentionPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &QQuickItem::widthChanged, this, &AttentionPicture::pitchChanged);
  connect(this, &QQuickItem::heightChanged, this, &AttentionPicture::pitchChanged);
}

void AttentionPicture::setAttention(AttentionViewModel* attention) {
  if (attention_ == attention) return;
  if (attention_) disconnect(attention_, nullptr, this, nullptr);
  attention_ = attention;
  if (attention_)
    connect(attention_, &AttentionViewModel::changed, this, [this] {
      update();
      emit pitchChanged();
    });
  update();
  emit pitchChanged();
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

const QColor& AttentionPicture::colour(int token, float share) const { return share < 0 ? away_ : token == token_ ? accent_ : ink_; }

// A pixel for each weight, as dark as a dot is wide.
void AttentionPicture::paintShades(QPainter* painter, int tokens, qreal side) {
  QImage shades(tokens, tokens, QImage::Format_ARGB32);
  shades.fill(Qt::transparent);
  for (int i = 0; i < tokens; ++i) {
    auto* row = reinterpret_cast<QRgb*>(shades.scanLine(i));
    for (int j = 0; j <= i; ++j) {
      const float share = attention_->share(head_, i, j);
      QColor shade = colour(i, share);
      shade.setAlphaF(std::min(1.0f, std::sqrt(std::abs(share))));
      row[mirrored_ ? tokens - 1 - j : j] = shade.rgba();
    }
  }
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(QRectF(mirrored_ ? width() - side : 0, 0, side, side), shades);
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
  if (each < kLeastPitch) return paintShades(painter, tokens, each * tokens);
  for (int i = 0; i < tokens; ++i) {
    for (int j = 0; j <= i; ++j) {
      const float share = attention_->share(head_, i, j);
      const qreal radius = each / 2 * std::sqrt(std::abs(share));
      if (radius < kLeastRadius) continue;
      painter->setBrush(colour(i, share));
      const qreal x = (j + 0.5) * each;
      painter->drawEllipse(QPointF(mirrored_ ? width() - x : x, (i + 0.5) * each), radius, radius);
    }
  }
}

}  // namespace halftone::app
