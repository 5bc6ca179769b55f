// Emoji in a field that is written in. A colour font stops it: a letter more among 2,000 takes 0.4 s. So the field lays out spaces, from
// fonts that have nothing to decode (resources/fonts/make-spaces.py), and this item, which lies over its text, draws the pictures there.
#pragma once

#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QQuickTextDocument>

namespace halftone::app {

class EmojiField : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged)
  Q_PROPERTY(QPointF origin MEMBER origin_ NOTIFY placeChanged)    // of the text, in this item
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY placeChanged)  // of its letters

 public:
  explicit EmojiField(QQuickItem* parent = nullptr);

  QQuickTextDocument* document() const { return document_; }
  void setDocument(QQuickTextDocument* document);
  void paint(QPainter* painter) override;

 signals:
  void documentChanged();
  void placeChanged();

 private:
  QPointer<QQuickTextDocument> document_;
  QPointF origin_;
  int pixelSize_ = 14;
};

}  // namespace halftone::app
