// The memory map drawn: areas in their category's colour, printed with dots on the grid of the precision they are held in. One item for all.
#pragma once

#include <QBrush>
#include <QColor>
#include <QHash>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include "app/viewmodels/memory_map/memory_map_view_model.h"

namespace halftone::app {

class MemoryMapPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::MemoryMapViewModel* map READ map WRITE setMap NOTIFY mapChanged)
  Q_PROPERTY(QList<QColor> colors MEMBER colors_ NOTIFY lookChanged)   // weights, KV cache, activations, workspace, unattributed
  Q_PROPERTY(QColor background MEMBER background_ NOTIFY lookChanged)  // behind, and of the names' plates
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor accent MEMBER accent_ NOTIFY lookChanged)          // around what is chosen
  Q_PROPERTY(QString fontFamily MEMBER fontFamily_ NOTIFY lookChanged)
  Q_PROPERTY(int pixelSize MEMBER pixelSize_ NOTIFY lookChanged)
  Q_PROPERTY(qreal zoom MEMBER zoom_ NOTIFY lookChanged)               // of the dots
  Q_PROPERTY(bool mirrored MEMBER mirrored_ NOTIFY lookChanged)

 public:
  explicit MemoryMapPicture(QQuickItem* parent = nullptr);

  MemoryMapViewModel* map() const { return map_; }
  void setMap(MemoryMapViewModel* map);
  void paint(QPainter* painter) override;

  Q_INVOKABLE int tileAt(qreal x, qreal y);  // −1: none there
  Q_INVOKABLE QRectF placeOf(int tile);      // in this item

 signals:
  void mapChanged();
  void lookChanged();

 private:
  double aspect() const { return height() > 0 ? width() / height() : 1; }
  QRectF scaled(const QRectF& place) const;
  QColor colorOf(MemoryTag tag) const { return colors_.value(static_cast<qsizetype>(tag)); }
  QBrush dots(const QColor& color, int pitch);
  void fill(QPainter& painter, const QRectF& box, const QColor& color, int pitch);
  bool changed(MemoryTag tag) const;
  void paintChanged(QPainter& painter, const MapLayout& layout) const;
  void name(QPainter& painter, const QRectF& box, const QString& name, const QString& figure) const;

  QPointer<MemoryMapViewModel> map_;
  QList<QColor> colors_;
  QColor background_, ink_, accent_;
  QString fontFamily_;
  int pixelSize_ = 12;
  qreal zoom_ = 1;
  bool mirrored_ = false;
  QHash<QPair<QRgb, int>, QBrush> brushes_;
};

}  // namespace halftone::app
