#include "app/format.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace halftone::app {
namespace {

struct Unit { double size; const char* name; };
constexpr std::array kUnits{Unit{1024.0 * 1024 * 1024 * 1024, "TiB"}, Unit{1024.0 * 1024 * 1024, "GiB"}, Unit{1024.0 * 1024, "MiB"},
                            Unit{1024.0, "KiB"}, Unit{1.0, "B"}};

// English digits and separators everywhere: figures stand beside code and unit names, and must not change width with the language.
const QLocale& locale() {
  static const QLocale c = [] {
    QLocale l(QLocale::English, QLocale::UnitedStates);
    return l;
  }();
  return c;
}

const Unit& unit_of(double bytes) {
  for (const Unit& unit : kUnits) {
    // What would be written as 1024 of a unit is written as 1.00 of the next.
    if (bytes >= unit.size * (unit.size > 1 ? 0.9995 : 1)) return unit;
  }
  return kUnits.back();
}

constexpr double kMiB = kUnits[2].size;

// A number and its unit stay in this order where the words around them run the other way.
QString whole(const QString& number, const char* unit) {
  const QString figure = number + u' ' + QLatin1String(unit);
  return QGuiApplication::isRightToLeft() ? isolated(figure) : figure;
}

QString scaled(double bytes, const Unit& unit, int digits) { return locale().toString(bytes / unit.size, 'f', digits); }

// Hundredths from a gibibyte on; of mebibytes three digits, so that a small model's memory is seen to move.
int digits_of(double bytes, const Unit& unit) {
  if (unit.size > kMiB) return 2;
  if (unit.size < kMiB) return 0;
  return bytes < 9.995 * kMiB ? 2 : bytes < 99.95 * kMiB ? 1 : 0;
}

}  // namespace

QString formatBytes(qint64 bytes) {
  const double size = std::abs(static_cast<double>(bytes));
  const Unit& unit = unit_of(size);
  return whole(scaled(static_cast<double>(bytes), unit, digits_of(size, unit)), unit.name);
}

QString formatBytesOf(qint64 done, qint64 total) {
  const Unit& unit = unit_of(static_cast<double>(total) / 4);  // a unit below where that keeps it under 4,096: progress is seen to move
  const int digits = unit.size > kMiB ? 2 : 0;
  return QCoreApplication::translate("format", "%1 of %2")
      .arg(scaled(static_cast<double>(done), unit, digits), whole(scaled(static_cast<double>(total), unit, digits), unit.name));
}

QString formatCount(qint64 count) { return locale().toString(count); }

QString formatParameters(qint64 parameters) {
  const auto value = static_cast<double>(parameters);
  const auto written = [](double v, const char* unit) {
    return whole(locale().toString(v, 'f', v < 99.95 ? 1 : 0), unit);
  };
  if (value >= 0.9995e9) return written(value / 1e9, "B");
  if (value >= 0.9995e6) return written(value / 1e6, "M");
  if (value >= 1e3) return written(value / 1e3, "K");
  return formatCount(parameters);
}

QString formatMilliseconds(double ms) {
  if (ms > 0 && ms < 0.05) return whole(QStringLiteral("< 0.1"), "ms");
  if (ms >= 999.5) return whole(locale().toString(ms / 1000, 'f', 2), "s");
  return whole(locale().toString(ms, 'f', ms < 9.95 ? 1 : 0), "ms");
}

QString formatRate(double gigabytesPerSecond) {
  const int digits = gigabytesPerSecond < 9.995 ? 2 : gigabytesPerSecond < 99.95 ? 1 : 0;
  return whole(locale().toString(gigabytesPerSecond, 'f', digits), "GB/s");
}

QString formatSeconds(double seconds) {
  if (seconds < 1) return whole(QStringLiteral("< 1"), "s");
  return seconds < 99.5 ? whole(locale().toString(seconds, 'f', 0), "s") : whole(locale().toString(seconds / 60, 'f', 0), "min");
}

// U+2068 and U+2069 close what embeddings and overrides in the name leave open (UAX #9, X6a); isolates of its own they could not.
QString isolated(const QString& name) {
  QString plain;
  plain.reserve(name.size() + 2);
  plain += QChar(0x2068);
  for (const QChar c : name)
    if (c < QChar(0x2066) || c > QChar(0x2069)) plain += c;
  return plain + QChar(0x2069);
}

}  // namespace halftone::app
