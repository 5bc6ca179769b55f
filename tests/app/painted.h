// How long a painted picture takes, in a window of 1440 by 900.
#pragma once

#include <QImage>
#include <QPainter>
#include <QQuickPaintedItem>
#include <QSet>
#include <QTest>
#include <algorithm>
#include <limits>

#include "tests/sanitizer.h"
#include "tests/ui/turns.h"

namespace halftone::app {

constexpr double kFrameMs = 16;

// Whether it is painted in a frame, which it says: the least of several times, beside fixed work that says how slow the machine is just
// then. Others only add to it, for some moments at once: later it is tried again.
inline bool paintedInAFrame(QQuickPaintedItem& picture, QImage& image, const char* what) {
  picture.setSize({1440, 900});
  double least = std::numeric_limits<double>::infinity();
  for (int tried = 0; tried < 20; ++tried) {
    if (tried > 0) QTest::qWait(200);
    const double slow = tried > 0 ? ui::slowness() : 1;
    for (int time = 0; time < 5; ++time) {
      image = QImage(1440, 900, QImage::Format_ARGB32_Premultiplied);
      image.fill(Qt::white);
      const double begin = ui::threadMs();
      QPainter painter(&image);
      painter.setRenderHint(QPainter::Antialiasing, picture.antialiasing());
      picture.paint(&painter);
      painter.end();
      least = std::min(least, (ui::threadMs() - begin) / slow);
    }
    if (least <= kFrameMs * kSlowdown) break;
  }
  qInfo("%s: %.2f ms", what, least);
  return least <= kFrameMs * kSlowdown;
}

inline QSet<QRgb> colorsIn(const QImage& image) {
  QSet<QRgb> colors;
  for (int y = 0; y < image.height(); y += 2)
    for (int x = 0; x < image.width(); ++x) colors.insert(image.pixel(x, y));
  return colors;
}

}  // namespace halftone::app
