// A share as a row of dots, each of which stands for the same amount in all rows of a table. One item for all of them.
#pragma once

#include <QColor>
#include <QQmlEngine>
#include <QQuickPaintedItem>

namespace halftone::app {

class ShareDots : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(double value MEMBER value_ NOTIFY lookChanged)  // 0 to 1
  Q_PROPERTY(double each MEMBER each_ NOTIFY lookChanged)    // a dot stands for
  Q_PROPERTY(bool mirrored MEMBER mirrored_ NOTIFY lookChanged)
  Q_PROPERTY(QColor tone MEMBER tone_ NOTIFY lookChanged)
  Q_PROPERTY(QColor rest MEMBER rest_ NOTIFY lookChanged)  // of what is missing to a full row

 public:
  static constexpr int kDots = 20;

  explicit ShareDots(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

 signals:
  void lookChanged();

 private:
  double value_ = 0, each_ = 0.01;
  bool mirrored_ = false;
  QColor tone_, rest_;
};

}  // namespace halftone::app
