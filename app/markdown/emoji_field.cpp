#include "app/markdown/emoji_field.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QPainter>
#include <QQuickWindow>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QTextDocument>
#include <cmath>

#include "app/markdown/emoji.h"
#include "app/markdown/emoji_images.h"

namespace halftone::app {
namespace {

// The first letter of an emoji is as wide as its picture, the others are of no width.
class EmojiSpaces : public QSyntaxHighlighter {
 public:
  explicit EmojiSpaces(QTextDocument* document) : QSyntaxHighlighter(document) {
    static const QString wide = load("HalftoneWide"), naught = load("HalftoneNaught");
    wide_.setFontFamilies({wide});
    naught_.setFontFamilies({naught});
  }

 protected:
  void highlightBlock(const QString& text) override {
    for (qsizetype at = 0; at < text.size();) {
      const qsizetype length = emojiLength(text, at);
      if (length > 0) {
        const int first = text[at].isHighSurrogate() ? 2 : 1;
        setFormat(static_cast<int>(at), first, wide_);
        setFormat(static_cast<int>(at) + first, static_cast<int>(length) - first, naught_);
      }
      at += std::max<qsizetype>(length, 1);
    }
  }

 private:
  static QString load(const char* name) {
    const int font = QFontDatabase::addApplicationFont(QStringLiteral(":/qt/qml/Halftone/App/fonts/%1.ttf").arg(QLatin1String(name)));
    return QFontDatabase::applicationFontFamilies(font).value(0);
  }

  QTextCharFormat wide_, naught_;
};

}  // namespace

EmojiField::EmojiField(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &EmojiField::placeChanged, this, [this] { update(); });
  connect(&EmojiImages::instance(), &EmojiImages::drawn, this, [this] { update(); });
}

void EmojiField::setDocument(QQuickTextDocument* document) {
  if (document == document_) return;
  document_ = document;
  emit documentChanged();
  if (!document || !EmojiImages::isAvailable()) return;
  new EmojiSpaces(document->textDocument());  // the document's own
  connect(document->textDocument(), &QTextDocument::contentsChanged, this, [this] { update(); });
  connect(document->textDocument()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] { update(); });
}

void EmojiField::paint(QPainter* painter) {
  if (!document_ || !EmojiImages::isAvailable()) return;
  const QTextDocument& text = *document_->textDocument();
  const double side = 1.25 * pixelSize_, scale = window() ? window()->effectiveDevicePixelRatio() : 1;
  const int pixels = static_cast<int>(std::lround(side * scale));
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  for (QTextBlock block = text.begin(); block.isValid(); block = block.next()) {
    const QPointF corner = text.documentLayout()->blockBoundingRect(block).topLeft() + origin_;
    const QString words = block.text();
    for (int i = 0; i < block.layout()->lineCount(); ++i) {
      const QTextLine line = block.layout()->lineAt(i);
      const double top = corner.y() + line.y();
      if (top > height() || top + line.height() < 0) continue;
      for (qsizetype at = line.textStart(), end = at + line.textLength(); at < end;) {
        const qsizetype length = emojiLength(words, at);
        if (length > 0) {
          const double one = line.cursorToX(static_cast<int>(at)), other = line.cursorToX(static_cast<int>(at + length));
          const QImage image = EmojiImages::instance().image({words.mid(at, length), pixels});
          if (!image.isNull()) painter->drawImage(QRectF(corner.x() + std::min(one, other), top + (line.height() - side) / 2, side, side), image);
        }
        at += std::max<qsizetype>(length, 1);
      }
    }
  }
}

}  // namespace halftone::app
