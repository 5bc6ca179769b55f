// A column's text, token by token: tinted as far as the column is from the reference there, a ring where the two would choose another token
// first. One item for all of it.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QTextLayout>
#include <vector>

#include "app/viewmodels/compare/compare_view_model.h"

namespace halftone::app {

class ComparedText : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::CompareViewModel* compare READ compare WRITE setCompare NOTIFY sourceChanged)
  Q_PROPERTY(halftone::app::CompareColumn* column READ column WRITE setColumn NOTIFY sourceChanged)
  Q_PROPERTY(int lit MEMBER lit_ NOTIFY lookChanged)          // a token; −1: none
  Q_PROPERTY(bool caret MEMBER caret_ NOTIFY lookChanged)     // more is to come
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor tint MEMBER tint_ NOTIFY lookChanged)     // of 1 nat and more, at half strength
  Q_PROPERTY(QColor accent MEMBER accent_ NOTIFY lookChanged)  // below what is lit
  Q_PROPERTY(QString fontFamily MEMBER fontFamily_ NOTIFY typeChanged)
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY typeChanged)
  Q_PROPERTY(QString text READ text NOTIFY laidOut)

 public:
  explicit ComparedText(QQuickItem* parent = nullptr);

  CompareViewModel* compare() const { return compare_; }
  void setCompare(CompareViewModel* compare);
  CompareColumn* column() const { return column_; }
  void setColumn(CompareColumn* column);
  QString text() const { return text_; }
  void paint(QPainter* painter) override;

  Q_INVOKABLE int tokenAt(qreal x, qreal y) const;  // −1: none there
  Q_INVOKABLE QRectF placeOf(int token) const;      // its first line's part, in this item

 signals:
  void sourceChanged();
  void lookChanged();
  void typeChanged();
  void laidOut();

 protected:
  void geometryChange(const QRectF& now, const QRectF& before) override;
  void updatePolish() override;

 private:
  void read();
  std::vector<QRectF> boxesOf(std::size_t token) const;

  QPointer<CompareViewModel> compare_;
  QPointer<CompareColumn> column_;
  std::vector<ShownToken> tokens_;
  std::vector<int> starts_;  // of each token in the text, and its end
  QString text_;
  QTextLayout layout_;
  int lit_ = -1, pixelSize_ = 14;
  bool caret_ = false;
  QColor ink_, tint_, accent_;
  QString fontFamily_;
};

}  // namespace halftone::app
