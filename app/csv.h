// Cells of a table that is exported: numbers to the last digit, texts in quotes.
#pragma once

#include <QByteArray>
#include <QString>

namespace halftone::app::csv {

inline QByteArray number(double value) { return QByteArray::number(value, 'g', 17); }
inline QByteArray number(qint64 value) { return QByteArray::number(value); }
// Quotes in it are doubled.
inline QByteArray text(const QString& words) { return '"' + QString(words).replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"'; }

}  // namespace halftone::app::csv
