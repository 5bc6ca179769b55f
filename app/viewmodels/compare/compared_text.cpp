#include "app/viewmodels/compare/compared_text.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {
constexpr double kLineHeight = 1.72;  // of the letters' size: room for a ring
constexpr double kEdge = 4;           // and beside the text
}

ComparedText::ComparedText(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &ComparedText::lookChanged, this, [this] { update(); });
  connect(this, &ComparedText::typeChanged, this, &ComparedText::read);
}

void ComparedText::setCompare(CompareViewModel* compare) {
  if (compare == compare_) return;
  if (compare_) disconnect(compare_, nullptr, this, nullptr);
  compare_ = compare;
  if (compare_) connect(compare_, &CompareViewModel::wordsChanged, this, &ComparedText::read);
  emit sourceChanged();
  read();
}

void ComparedText::setColumn(CompareColumn* column) {
  if (column == column_) return;
  if (column_) disconnect(column_, nullptr, this, nullptr);
  column_ = column;
  if (column_) connect(column_, &CompareColumn::textChanged, this, &ComparedText::read);
  emit sourceChanged();
  read();
}

void ComparedText::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.width() != before.width()) polish();
}

void ComparedText::read() {
  tokens_ = compare_ && column_ ? compare_->shownTokens(*column_) : std::vector<ShownToken>();
  text_.clear();
  starts_.clear();
  for (const ShownToken& token : tokens_) {
    starts_.push_back(static_cast<int>(text_.size()));
    text_ += token.text;
  }
  starts_.push_back(static_cast<int>(text_.size()));
  polish();
}

// Once a frame at most, whatever has come since.
void ComparedText::updatePolish() {
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTextDirection(text_.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
  layout_.setFont(font);
  layout_.setTextOption(option);
  layout_.setText(QString(text_).replace(u'\n', QChar::LineSeparator));
  const double pitch = std::ceil(kLineHeight * pixelSize_);
  double y = 0;
  layout_.beginLayout();
  for (QTextLine line = layout_.createLine(); line.isValid(); line = layout_.createLine()) {
    line.setLineWidth(std::max(1.0, width() - 2 * kEdge));
    line.setPosition({kEdge, y + (pitch - line.height()) / 2});
    y += pitch;
  }
  layout_.endLayout();
  setImplicitHeight(y);
  emit laidOut();
  update();
}

// Where a token stands, without the space before it: a box for each line it is on.
std::vector<QRectF> ComparedText::boxesOf(std::size_t token) const {
  int begin = starts_[token];
  const int end = starts_[token + 1];
  while (begin < end && text_[begin].isSpace()) ++begin;
  std::vector<QRectF> boxes;
  for (int i = 0; i < layout_.lineCount() && begin < end; ++i) {
    const QTextLine line = layout_.lineAt(i);
    const int first = std::max(begin, line.textStart()), last = std::min(end, line.textStart() + line.textLength());
    if (first >= last) continue;
    const double a = line.cursorToX(first), b = line.cursorToX(last);
    boxes.emplace_back(std::min(a, b) - 2, line.y() - 1, std::abs(b - a) + 4, line.height() + 2);
  }
  return boxes;
}

void ComparedText::paint(QPainter* painter) {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const ShownToken& token = tokens_[i];
    const bool lit = static_cast<int>(i) == lit_;
    if (!lit && !token.flip && token.divergence < 0.005) continue;
    for (const QRectF& box : boxesOf(i)) {
      QColor fill = tint_;
      fill.setAlphaF(static_cast<float>(std::min(1.0, token.divergence) / 2));
      painter->setPen(token.flip ? QPen(tint_, 1.3) : QPen(Qt::NoPen));
      painter->setBrush(fill);
      painter->drawRoundedRect(box, 5, 5);
      if (lit) painter->fillRect(QRectF(box.left() + 2, box.bottom() - 1, box.width() - 4, 2), accent_);
    }
  }
  painter->setPen(ink_);
  layout_.draw(painter, {});
  if (!caret_) return;
  const int lines = layout_.lineCount();
  const QTextLine last = lines > 0 ? layout_.lineAt(lines - 1) : QTextLine();
  const double x = lines > 0 ? last.cursorToX(static_cast<int>(text_.size())) + 3 : kEdge, y = lines > 0 ? last.y() : 3;
  painter->fillRect(QRectF(x, y, 2, 1.2 * pixelSize_), ink_);
}

int ComparedText::tokenAt(qreal x, qreal y) const {
  for (std::size_t i = 0; i < tokens_.size(); ++i)
    for (const QRectF& box : boxesOf(i))
      if (box.contains(x, y)) return static_cast<int>(i);
  return -1;
}

QRectF ComparedText::placeOf(int token) const {
  if (token < 0 || token >= std::ssize(tokens_)) return {};
  const std::vector<QRectF> boxes = boxesOf(static_cast<std::size_t>(token));
  return boxes.empty() ? QRectF() : boxes.front();
}

}  // namespace halftone::app
