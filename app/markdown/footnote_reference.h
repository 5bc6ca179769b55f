// "[^label]", and its label.
#pragma once

#include <QRegularExpression>

namespace halftone::app {

inline const QRegularExpression& footnoteReference() {
  static const QRegularExpression reference(QStringLiteral("\\[\\^([^\\]\\[\\s^]{1,98})\\]"));
  return reference;
}

}  // namespace halftone::app
