// How far a column is from the reference at each of the reference's words: a dot for each, its area the KL, a ring where first choices
// differ. Where tokens are more than there is room for, a dot is the furthest of some.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/compare/compare_column.h"

namespace halftone::app {

class DivergenceStrip : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::CompareColumn* column READ column WRITE setColumn NOTIFY columnChanged)
  Q_PROPERTY(int lit MEMBER lit_ NOTIFY lookChanged)         // a token; −1: none
  Q_PROPERTY(QColor tint MEMBER tint_ NOTIFY lookChanged)
  Q_PROPERTY(QColor empty MEMBER empty_ NOTIFY lookChanged)  // of a place where nothing differs
  Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY lookChanged)  // within a ring
  Q_PROPERTY(bool mirrored MEMBER mirrored_ NOTIFY lookChanged)

 public:
  explicit DivergenceStrip(QQuickItem* parent = nullptr);

  CompareColumn* column() const { return column_; }
  void setColumn(CompareColumn* column);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int tokenAt(qreal x) const;  // −1: none there

 signals:
  void columnChanged();
  void lookChanged();

 private:
  const Readings* readings() const;
  int places() const;  // that dots can have

  QPointer<CompareColumn> column_;
  QColor tint_, empty_, ground_;
  int lit_ = -1;
  bool mirrored_ = false;
};

}  // namespace halftone::app
