// Emoji as pictures. A colour font holds bitmaps of 136 pixels that Qt decodes and scales each time a line is measured: 2,000 of them
// stop the window for seconds. Here each is drawn once per size and shown as an image in the line; what would take too long for one
// turn of the window is drawn on another thread and shown when it is there.
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QImage>
#include <QMutex>
#include <QObject>
#include <QSet>
#include <QString>

class QQmlEngine;

namespace halftone::app {

class EmojiImages : public QObject {
  Q_OBJECT

 public:
  using Key = std::pair<QString, int>;  // emoji, size in pixels

  static EmojiImages& instance();
  static bool isAvailable();             // a window system, and a font with coloured emoji
  static void install(QQmlEngine& qml);  // serves the addresses made by source()
  // The address of its image. `size`: pixels; `round` tells addresses apart whose image was not there at first.
  static QString source(QStringView emoji, const QString& size, const QString& round);
  static QString emojiOf(const QString& source);

  QImage image(const Key& key);  // of the GUI thread; empty while it is being drawn: drawn() follows

 signals:
  void drawn(const QSet<QString>& emoji);

 private:
  void drawWaiting();

  QHash<Key, QImage> images_;
  QSet<Key> asked_;
  QMutex mutex_;  // of what follows
  QList<Key> waiting_;
  bool drawing_ = false;
  QElapsedTimer turn_;
  qint64 spentNs_ = 0;
};

}  // namespace halftone::app
