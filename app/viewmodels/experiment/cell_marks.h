// How a cell that does not fit is marked, in the charts and in the matrix.
#pragma once

#include <QPainter>

namespace halftone::app {

inline void cross(QPainter& painter, const QPointF& at, double reach) {
  painter.drawLine(at + QPointF(-reach, -reach), at + QPointF(reach, reach));
  painter.drawLine(at + QPointF(-reach, reach), at + QPointF(reach, -reach));
}

}  // namespace halftone::app
