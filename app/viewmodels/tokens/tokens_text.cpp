#include "app/viewmodels/tokens/tokens_text.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {

constexpr qreal kBelow = 6;  // pixels of the design, from the letters' base to the line
constexpr qreal kLeast = 0.75, kSlope = 5.55, kMost = 5.2;

QColor between(const QColor& from, const QColor& to, double share) {
  const auto mix = [&](float a, float b) { return a + (b - a) * static_cast<float>(share); };
  return QColor::fromRgbF(mix(from.redF(), to.redF()), mix(from.greenF(), to.greenF()), mix(from.blueF(), to.blueF()));
}

}  // namespace

TokensText::TokensText(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &TokensText::lookChanged, this, [this] { update(); });
  connect(this, &TokensText::typeChanged, this, [this] {
    anew_ = true;
    polish();
  });
}

void TokensText::setTokens(TokensViewModel* tokens) {
  if (tokens == tokens_) return;
  if (tokens_) disconnect(tokens_, nullptr, this, nullptr);
  tokens_ = tokens;
  if (tokens_) {
    connect(tokens_, &TokensViewModel::textChanged, this, [this] { polish(); });
    connect(tokens_, &TokensViewModel::tokenChanged, this, [this] { update(); });
  }
  emit tokensChanged();
  polish();
}

qreal TokensText::weightOf(double probability) const { return std::min(kMost, kLeast + kSlope * (1 - probability)); }
QColor TokensText::toneOf(double probability) const { return between(hair_, accent_, std::min(1.0, 0.217 + 1.31 * (1 - probability))); }

void TokensText::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.width() == before.width()) return;
  anew_ = true;
  polish();
}

void TokensText::layOut(Paragraph& paragraph) const {
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTextDirection(tokens_->isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
  option.setAlignment(tokens_->isRightToLeft() ? Qt::AlignRight | Qt::AlignAbsolute : Qt::AlignLeft | Qt::AlignAbsolute);
  paragraph.layout.setFont(font);
  paragraph.layout.setTextOption(option);
  paragraph.layout.setText(paragraph.text);
  qreal y = 0;
  paragraph.layout.beginLayout();
  for (QTextLine line = paragraph.layout.createLine(); line.isValid(); line = paragraph.layout.createLine()) {
    line.setLineWidth(std::max(1.0, width()));
    line.setPosition({0, y + std::max(0.0, (pitch() - line.height()) / 2 - 4 * zoom_)});
    y += pitch();
  }
  paragraph.layout.endLayout();
}

// Once a frame at most, whatever has come since; what stands as it stood keeps its lines.
void TokensText::updatePolish() {
  if (!tokens_) return;
  const QString& text = tokens_->shown().text();
  if (std::exchange(anew_, false)) paragraphs_.clear();
  std::size_t i = 0;
  qsizetype begin = 0;
  qreal top = 0;
  for (const QStringView part : text.isEmpty() ? QList<QStringView>() : QStringView(text).split(QChar::LineSeparator)) {
    if (i == paragraphs_.size()) paragraphs_.push_back(std::make_unique<Paragraph>());
    Paragraph& paragraph = *paragraphs_[i++];
    if (paragraph.layout.lineCount() == 0 || paragraph.text != part) {
      paragraph.text = part.toString();
      layOut(paragraph);
    }
    paragraph.begin = begin;
    paragraph.top = top;
    begin += part.size() + 1;
    top += std::max(1, paragraph.layout.lineCount()) * pitch();
  }
  paragraphs_.resize(i);
  fullHeight_ = top;
  emit laidOut();
  update();
}

std::size_t TokensText::paragraphAt(qreal y) const {
  const auto next = std::ranges::upper_bound(paragraphs_, y, {}, [](const auto& paragraph) { return paragraph->top; });
  return next == paragraphs_.begin() ? 0 : static_cast<std::size_t>(next - paragraphs_.begin()) - 1;
}

int TokensText::firstFrom(qsizetype place) const {
  const std::vector<DoubtedToken>& tokens = tokens_->shown().tokens();
  return static_cast<int>(std::ranges::partition_point(tokens, [&](const DoubtedToken& token) { return token.end <= place; }) -
                          tokens.begin());
}

std::vector<QRectF> TokensText::boxesOf(int token) const {
  std::vector<QRectF> boxes;
  const DoubtedToken& shown = tokens_->shown().tokens()[static_cast<std::size_t>(token)];
  const QString& text = tokens_->shown().text();
  qsizetype begin = shown.begin, end = shown.end;
  while (begin < end && text[begin].isSpace()) ++begin;
  while (begin < end && text[end - 1].isSpace()) --end;
  if (begin == end) begin = shown.begin, end = shown.end;  // spaces alone
  auto next = std::ranges::upper_bound(paragraphs_, begin, {}, [](const auto& paragraph) { return paragraph->begin; });
  if (next == paragraphs_.begin()) return boxes;
  for (--next; next != paragraphs_.end() && (*next)->begin < std::max(end, begin + 1); ++next) {
    const Paragraph& paragraph = **next;
    const auto first = static_cast<int>(std::max<qsizetype>(0, begin - paragraph.begin));
    const auto last = static_cast<int>(std::min(paragraph.text.size(), end - paragraph.begin));
    for (int i = 0; i < paragraph.layout.lineCount(); ++i) {
      const QTextLine line = paragraph.layout.lineAt(i);
      const int from = std::max(first, line.textStart()), to = std::min(last, line.textStart() + line.textLength());
      if (from >= to) continue;
      const qreal a = line.cursorToX(from), b = line.cursorToX(to);
      boxes.emplace_back(std::min(a, b), paragraph.top + line.y(), std::abs(b - a), line.ascent() + (kBelow + kMost) * zoom_);
    }
  }
  return boxes;
}

void TokensText::paint(QPainter* painter) {
  if (!tokens_ || paragraphs_.empty()) return;
  painter->translate(0, -offset_);
  const std::size_t first = paragraphAt(offset_), last = paragraphAt(offset_ + height());
  const qsizetype begin = paragraphs_[first]->begin, end = paragraphs_[last]->begin + paragraphs_[last]->text.size();
  if (tokens_->token() >= 0) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(marked_);
    for (const QRectF& box : boxesOf(tokens_->token()))
      painter->drawRoundedRect(box.adjusted(-4 * zoom_, -3 * zoom_, 4 * zoom_, 0), 4 * zoom_, 4 * zoom_);
  }
  for (int token = firstFrom(begin); token < tokens_->count() && tokens_->shown().tokens()[static_cast<std::size_t>(token)].begin < end;
       ++token)
    paintToken(*painter, token);
  painter->setPen(ink_);
  for (std::size_t i = first; i <= last; ++i) {
    Paragraph& paragraph = *paragraphs_[i];
    QList<QTextLayout::FormatRange> signs;
    qsizetype words = paragraph.text.size();
    while (words > 0 && paragraph.text[words - 1] == u'↵') --words;
    if (const qsizetype count = paragraph.text.size() - words; count > 0) {
      QTextLayout::FormatRange sign{.start = static_cast<int>(words), .length = static_cast<int>(count), .format = {}};
      sign.format.setForeground(dim_);
      signs << sign;
    }
    paragraph.layout.draw(painter, {0, paragraph.top}, signs, QRectF(0, offset_, width(), height()));
  }
}

void TokensText::paintToken(QPainter& painter, int token) const {
  const DoubtedToken& shown = tokens_->shown().tokens()[static_cast<std::size_t>(token)];
  const qreal weight = weightOf(shown.probability) * zoom_;
  painter.setPen(Qt::NoPen);
  for (const QRectF& box : boxesOf(token)) {
    if (box.bottom() < offset_ || box.top() > offset_ + height()) continue;
    const qreal y = box.bottom() - kMost * zoom_;
    if (shown.isLikeliest) {
      painter.fillRect(QRectF(box.left(), y, std::max(1.0, box.width() - zoom_), weight), toneOf(shown.probability));
      continue;
    }
    painter.setBrush(divergence_);
    const int dots = std::max(1, static_cast<int>(std::round((box.width() + weight) / (2 * weight))));
    const qreal each = dots > 1 ? (box.width() - weight) / (dots - 1) : 0;
    for (int dot = 0; dot < dots; ++dot)
      painter.drawEllipse(QRectF(dots > 1 ? box.left() + dot * each : box.center().x() - weight / 2, y, weight, weight));
  }
}

int TokensText::tokenAt(qreal x, qreal y) const {
  if (!tokens_ || paragraphs_.empty() || y < 0 || y >= fullHeight_) return -1;
  const Paragraph& paragraph = *paragraphs_[paragraphAt(y)];
  const int at = static_cast<int>((y - paragraph.top) / pitch());
  if (at >= paragraph.layout.lineCount()) return -1;
  const QTextLine line = paragraph.layout.lineAt(at);
  const qreal reach = 2 * zoom_;
  if (x < line.naturalTextRect().left() - reach || x > line.naturalTextRect().right() + reach) return -1;
  const int place = line.xToCursor(x, QTextLine::CursorOnCharacter);
  const int token = firstFrom(paragraph.begin + place);
  return token < tokens_->count() ? token : -1;
}

QRectF TokensText::placeOf(int token) const {
  if (!tokens_ || token < 0 || token >= tokens_->count()) return {};
  const std::vector<QRectF> boxes = boxesOf(token);
  return boxes.empty() ? QRectF() : boxes.front();
}

int TokensText::above(int token, int lines) const {
  const QRectF place = placeOf(token);
  if (place.isNull()) return token;
  const qreal y = place.center().y() - lines * pitch();
  if (y < 0 || y >= fullHeight_) return token;
  const Paragraph& paragraph = *paragraphs_[paragraphAt(y)];
  const QTextLine line =
      paragraph.layout.lineAt(std::min(static_cast<int>((y - paragraph.top) / pitch()), paragraph.layout.lineCount() - 1));
  if (!line.isValid()) return token;
  const QRectF row = line.naturalTextRect();
  const int found = tokenAt(std::clamp(place.center().x(), row.left(), std::max(row.left(), row.right() - 1)), y);
  return found < 0 ? token : found;
}

}  // namespace halftone::app
