// A reply's words in lines, below each token a line: the less sure, the heavier; dotted what was drawn though something else was likelier.
// Only what is in sight is drawn, by one item: it moves along with what scrolls, and `offset` says how far.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QTextLayout>
#include <memory>
#include <vector>

#include "app/viewmodels/tokens/tokens_view_model.h"

namespace halftone::app {

class TokensText : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::TokensViewModel* tokens READ tokens WRITE setTokens NOTIFY tokensChanged)
  Q_PROPERTY(qreal offset MEMBER offset_ NOTIFY lookChanged)   // of the first pixel that is drawn, in the whole text
  Q_PROPERTY(qreal fullHeight READ fullHeight NOTIFY laidOut)  // of the whole text
  Q_PROPERTY(qreal zoom MEMBER zoom_ NOTIFY typeChanged)       // of the design's pixels
  Q_PROPERTY(QString fontFamily MEMBER fontFamily_ NOTIFY typeChanged)
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY typeChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dim MEMBER dim_ NOTIFY lookChanged)        // signs for ends of lines
  Q_PROPERTY(QColor hair MEMBER hair_ NOTIFY lookChanged)      // below what is certain
  Q_PROPERTY(QColor accent MEMBER accent_ NOTIFY lookChanged)  // below what is not
  Q_PROPERTY(QColor divergence MEMBER divergence_ NOTIFY lookChanged)
  Q_PROPERTY(QColor marked MEMBER marked_ NOTIFY lookChanged)  // behind the chosen token

 public:
  explicit TokensText(QQuickItem* parent = nullptr);

  TokensViewModel* tokens() const { return tokens_; }
  void setTokens(TokensViewModel* tokens);
  qreal fullHeight() const { return fullHeight_; }
  void paint(QPainter* painter) override;

  // In the whole text, wherever it is scrolled to.
  Q_INVOKABLE int tokenAt(qreal x, qreal y) const;    // −1: none there
  Q_INVOKABLE QRectF placeOf(int token) const;        // where it begins, its line below it; empty: nowhere
  Q_INVOKABLE int above(int token, int lines) const;  // the nearest in the line so many above it; below: less than 0

  // Of the line below a token of that probability: how heavy it is in pixels of the design, and its colour.
  Q_INVOKABLE qreal weightOf(double probability) const;
  Q_INVOKABLE QColor toneOf(double probability) const;

 signals:
  void tokensChanged();
  void lookChanged();
  void typeChanged();
  void laidOut();

 protected:
  void geometryChange(const QRectF& now, const QRectF& before) override;
  void updatePolish() override;

 private:
  struct Paragraph {
    qsizetype begin = 0;
    QString text;
    QTextLayout layout;
    qreal top = 0;
  };
  qreal pitch() const { return 36 * zoom_; }
  void layOut(Paragraph& paragraph) const;
  void paintToken(QPainter& painter, int token) const;
  std::vector<QRectF> boxesOf(int token) const;  // a box for each line it is on, without the spaces around it
  std::size_t paragraphAt(qreal y) const;
  int firstFrom(qsizetype place) const;  // the first token that ends behind it

  QPointer<TokensViewModel> tokens_;
  std::vector<std::unique_ptr<Paragraph>> paragraphs_;
  bool anew_ = true;
  qreal offset_ = 0, fullHeight_ = 0, zoom_ = 1, laidWidth_ = 0;
  int pixelSize_ = 15;
  QString fontFamily_;
  QColor ink_, dim_, hair_, accent_, divergence_, marked_;
};

}  // namespace halftone::app
