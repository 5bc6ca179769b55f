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

int AttentionPicture::tokens() const {
  const int all = attention_ ? static_cast<int>(attention_->words().size()) : 0;
  return most_ > 0 ? std::min(all, most_) : all;
}

int AttentionPicture::first() const { return attention_ ? static_cast<int>(attention_->words().size()) - tokens() : 0; }

qreal AttentionPicture::pitch() const { return tokens() > 0 ? std::min(width(), height()) / tokens() : 0; }

float AttentionPicture::share(int row, int column) const { return attention_->share(head_, first() + row, first() + column); }

int AttentionPicture::tokenAt(qreal y) const {
  const qreal each = pitch();
  if (each <= 0) return -1;
  return first() + std::clamp(static_cast<int>(y / each), 0, tokens() - 1);
}

const QColor& AttentionPicture::colour(int row, float share) const { return share < 0 ? away_ : first() + row == token_ ? accent_ : ink_; }

// A pixel for each weight, as dark as a dot is wide.
void AttentionPicture::paintShades(QPainter* painter, int tokens, qreal side) {
  QImage shades(tokens, tokens, QImage::Format_ARGB32);
  shades.fill(Qt::transparent);
  for (int i = 0; i < tokens; ++i) {
    auto* row = reinterpret_cast<QRgb*>(shades.scanLine(i));
    for (int j = 0; j <= i; ++j) {
      const float share = this->share(i, j);
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
  const int tokens = this->tokens(), chosen = token_ - first();
  const qreal each = pitch();
  painter->setPen(Qt::NoPen);
  if (chosen >= 0) {
    QColor row = accent_;
    row.setAlphaF(0.12f);
    painter->fillRect(QRectF(mirrored_ ? width() - each * (chosen + 1) : 0, chosen * each, each * (chosen + 1), each), row);
  }
  if (chosen >= 0 && seen_ >= first()) {
    const qreal x = (seen_ - first()) * each;
    painter->setPen(QPen(accent_, std::min(1.5, each / 3)));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(mirrored_ ? width() - x - each : x, chosen * each, each, each));
    painter->setPen(Qt::NoPen);
  }
  if (each < kLeastPitch) return paintShades(painter, tokens, each * tokens);
  for (int i = 0; i < tokens; ++i) {
    for (int j = 0; j <= i; ++j) {
      const float share = this->share(i, j);
      const qreal radius = each / 2 * std::sqrt(std::abs(share));
      if (radius < kLeastRadius) continue;
      painter->setBrush(colour(i, share));
      const qreal x = (j + 0.5) * each;
      painter->drawEllipse(QPointF(mirrored_ ? width() - x : x, (i + 0.5) * each), radius, radius);
    }
  }
}

}  // namespace halftone::app
