// What is seen of an item of the window, as a PNG of twice its size: painted and written anew at that size, not enlarged.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QQuickItem>
#include <QUrl>

namespace halftone::app {

class ViewPicture : public QObject {
  Q_OBJECT
  QML_ELEMENT

 public:
  static constexpr int kScale = 2;

  Q_INVOKABLE static bool isPicture(const QUrl& file) { return file.path().endsWith(QStringLiteral(".png"), Qt::CaseInsensitive); }
  // What is transparent of it comes out black.
  Q_INVOKABLE void save(QQuickItem* item, const QUrl& file);

 signals:
  void said(const QString& words);
};

}  // namespace halftone::app
