// How long a painted picture takes, in a window of 1440 by 900.
#pragma once

#include <QImage>
#include <QPainter>
#include <QQuickPaintedItem>
#include <QSet>
#include <algorithm>
#include <limits>

#include "tests/sanitizer.h"
#include "tests/ui/turns.h"

namespace halftone::app {

constexpr double kFrameMs = 16;

// Milliseconds of this thread, the least of several times: what others do to the machine only adds.
inline double paintedIn(QQuickPaintedItem& picture, QImage& image) {
  picture.setSize({1440, 900});
  double least = std::numeric_limits<double>::infinity();
  for (int time = 0; time < 7; ++time) {
    image = QImage(1440, 900, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    const double begin = ui::threadMs();
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing, picture.antialiasing());
    picture.paint(&painter);
    painter.end();
    least = std::min(least, ui::threadMs() - begin);
  }
  return least;
}

inline QSet<QRgb> colorsIn(const QImage& image) {
  QSet<QRgb> colors;
  for (int y = 0; y < image.height(); y += 2)
    for (int x = 0; x < image.width(); ++x) colors.insert(image.pixel(x, y));
  return colors;
}

}  // namespace halftone::app
