// How unsure, token by token: a column of dots for each, as high as its entropy; where there are more tokens than columns, one for
// neighbours, as unsure as the least sure of them. One item for all dots.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/tokens/tokens_view_model.h"

namespace halftone::app {

class DoubtStrip : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::TokensViewModel* tokens READ tokens WRITE setTokens NOTIFY tokensChanged)
  Q_PROPERTY(qreal pitch MEMBER pitch_ NOTIFY lookChanged)       // of dots and, at least, of columns: pixels
  Q_PROPERTY(bool mirrored MEMBER mirrored_ NOTIFY lookChanged)  // the first at the right
  Q_PROPERTY(QColor pale MEMBER pale_ NOTIFY lookChanged)
  Q_PROPERTY(QColor accent MEMBER accent_ NOTIFY lookChanged)          // forks
  Q_PROPERTY(QColor divergence MEMBER divergence_ NOTIFY lookChanged)  // what was not the likeliest

 public:
  explicit DoubtStrip(QQuickItem* parent = nullptr);

  TokensViewModel* tokens() const { return tokens_; }
  void setTokens(TokensViewModel* tokens);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int tokenAt(qreal x) const;  // the least sure of its column; −1: none

  static constexpr double kNats = 0.3;  // a dot stands for

 signals:
  void tokensChanged();
  void lookChanged();

 private:
  int columns() const;
  qreal wide() const;  // of a column
  int leastSure(int column) const;
  qreal x(int column) const;

  QPointer<TokensViewModel> tokens_;
  qreal pitch_ = 4;
  bool mirrored_ = false;
  QColor pale_, accent_, divergence_;
};

}  // namespace halftone::app
