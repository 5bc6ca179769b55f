#include "app/markdown/emoji_images.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QPainter>
#include <QQmlEngine>
#include <QQuickImageProvider>
#include <QThreadPool>
#include <algorithm>

namespace halftone::app {
namespace {

constexpr qint64 kTurnMs = 100;                 // in so long a time
constexpr qint64 kBudgetNs = 8'000'000;        // the window's thread draws for no longer than this
constexpr int kBatch = 25;                      // shown together

QString family() {
  static const QString found = [] {
    for (const char* name : {"Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Twemoji", "Twitter Color Emoji", "JoyPixels"})
      if (QFontDatabase::hasFamily(QLatin1String(name))) return QString(QLatin1String(name));
    return QString();
  }();
  return found;
}

QImage draw(const EmojiImages::Key& key) {
  QImage image(key.second, key.second, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
  QFont font(family());
  font.setStyleStrategy(QFont::NoFontMerging);
  font.setPixelSize(std::max(1, key.second * 4 / 5));  // the letters are 1.25 em wide
  painter.setFont(font);
  painter.drawText(QRectF(image.rect()), Qt::AlignCenter | Qt::TextDontClip, key.first);
  return image;
}

class Provider : public QQuickImageProvider {
 public:
  Provider() : QQuickImageProvider(QQuickImageProvider::Image) {}
  QImage requestImage(const QString& id, QSize* size, const QSize&) override {
    const int wanted = std::clamp(id.section(u'/', 0, 0).toInt(), 1, 500);
    QImage image = EmojiImages::instance().image({EmojiImages::emojiOf(id), static_cast<int>(wanted * qGuiApp->devicePixelRatio())});
    if (image.isNull()) {
      image = QImage(1, 1, QImage::Format_ARGB32_Premultiplied);
      image.fill(Qt::transparent);
    }
    if (size) *size = {wanted, wanted};
    return image;
  }
};

}  // namespace

EmojiImages& EmojiImages::instance() {
  static EmojiImages images;
  return images;
}

bool EmojiImages::isAvailable() { return qobject_cast<QGuiApplication*>(QCoreApplication::instance()) && !family().isEmpty(); }

void EmojiImages::install(QQmlEngine& qml) { qml.addImageProvider(QStringLiteral("emoji"), new Provider); }

QString EmojiImages::source(QStringView emoji, const QString& size, const QString& round) {
  QString codes;
  for (const char32_t c : emoji.toUcs4()) codes += (codes.isEmpty() ? QString() : QStringLiteral("-")) + QString::number(c, 16);
  return QStringLiteral("image://emoji/%1/%2/%3").arg(size, codes, round);
}

QString EmojiImages::emojiOf(const QString& source) {
  QString emoji;
  for (const QString& code : source.section(u'/', -2, -2).split(u'-')) {
    const char32_t c = code.toUInt(nullptr, 16);
    emoji += QString::fromUcs4(&c, 1);
  }
  return emoji;
}

QImage EmojiImages::image(const Key& key) {
  if (const auto found = images_.constFind(key); found != images_.constEnd()) return *found;
  if (asked_.contains(key)) return {};
  if (!turn_.isValid() || turn_.elapsed() > kTurnMs) {
    turn_.start();
    spentNs_ = 0;
  }
  if (spentNs_ < kBudgetNs) {
    QElapsedTimer clock;
    clock.start();
    const QImage image = images_[key] = draw(key);
    spentNs_ += clock.nsecsElapsed();
    return image;
  }
  asked_.insert(key);
  const QMutexLocker lock(&mutex_);
  waiting_.append(key);
  if (!std::exchange(drawing_, true)) QThreadPool::globalInstance()->start([this] { drawWaiting(); });
  return {};
}

void EmojiImages::drawWaiting() {
  for (;;) {
    QHash<Key, QImage> batch;
    while (batch.size() < kBatch) {
      Key key;
      {
        const QMutexLocker lock(&mutex_);
        if (waiting_.isEmpty()) break;
        key = waiting_.takeFirst();
      }
      batch.insert(key, draw(key));
    }
    QMetaObject::invokeMethod(this, [this, batch] {
      QSet<QString> emoji;
      for (auto it = batch.begin(); it != batch.end(); ++it) {
        images_.insert(it.key(), it.value());
        asked_.remove(it.key());
        emoji.insert(it.key().first);
      }
      if (!emoji.isEmpty()) emit drawn(emoji);
    }, Qt::QueuedConnection);
    const QMutexLocker lock(&mutex_);
    if (waiting_.isEmpty()) {
      drawing_ = false;
      return;
    }
  }
}

}  // namespace halftone::app
