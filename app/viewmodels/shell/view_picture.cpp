#include "app/viewmodels/shell/view_picture.h"

#include <QBuffer>
#include <QPointer>
#include <QQuickItemGrabResult>
#include <QQuickPaintedItem>

#include "app/export_file.h"

namespace halftone::app {

namespace {

// Pictures of our own are as fine as what they are painted on; 1: as it is by itself.
void paintAt(int scale, QQuickItem* item) {
  if (auto* painted = qobject_cast<QQuickPaintedItem*>(item))
    painted->setTextureSize(scale == 1 ? QSize() : (item->size() * scale).toSize());
  for (QQuickItem* child : item->childItems()) paintAt(scale, child);
}

QByteArray asPng(const QImage& seen) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  seen.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

void ViewPicture::save(QQuickItem* item, const QUrl& file) {
  paintAt(kScale, item);
  const QSharedPointer<QQuickItemGrabResult> seen = item->grabToImage((item->size() * kScale).toSize());
  if (!seen) {
    paintAt(1, item);
    emit said(tr("There is no picture of what is not seen."));
    return;
  }
  connect(seen.data(), &QQuickItemGrabResult::ready, this, [this, seen, file, item = QPointer(item)] {
    if (item) paintAt(1, item);
    const QImage image = seen->image();
    disconnect(seen.data(), nullptr, this, nullptr);  // which holds `seen` itself
    exportFile(this, file, [image] { return asPng(image); }, [this](const QString& words) { emit said(words); });
  });
}

}  // namespace halftone::app
