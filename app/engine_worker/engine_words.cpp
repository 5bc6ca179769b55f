#include "app/engine_worker/engine_words.h"

#include <QGuiApplication>
#include <algorithm>

#include "app/format.h"

namespace halftone::app {
namespace {

QString text(std::string_view value) { return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())); }

bool isNumber(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return (c >= '0' && c <= '9') || std::string_view(".,+-").contains(c); });
}

// Nobody's words. Among words of its own direction a name is left as it is: who copies it copies nothing else.
QString named(const std::string& name) {
  const QString plain = text(name);
  bool counted = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }) && !name.starts_with('0');
  if (const qint64 count = counted ? plain.toLongLong(&counted) : 0; counted) return formatCount(count);
  const bool apart = QGuiApplication::isRightToLeft() || std::ranges::any_of(plain, [](QChar c) { return c >= QChar(0x0590); });
  return apart && !isNumber(name) ? isolated(plain) : plain;
}

// Fills the fields of a pattern of either language: {} the next one, {2} the third of the English text. What stands behind a colon is the
// engine's format, which the parts have already.
QString filled(const QString& pattern, const std::vector<Sentence>& parts) {
  QString out;
  std::size_t next = 0;
  for (qsizetype i = 0; i < pattern.size(); ++i) {
    const QChar c = pattern[i];
    if ((c == u'{' || c == u'}') && i + 1 < pattern.size() && pattern[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    const qsizetype end = c == u'{' ? pattern.indexOf(u'}', i) : -1;
    const QStringView field = end < 0 ? QStringView() : QStringView(pattern).mid(i + 1, end - i - 1);
    const QStringView place = field.left(field.indexOf(u':') < 0 ? field.size() : field.indexOf(u':'));
    bool positional = false;
    const std::size_t which = place.toULongLong(&positional);
    const bool is_field = end >= 0 && (positional || place.isEmpty());
    if (!is_field) {
      out += c;
      continue;
    }
    if (const std::size_t part = positional ? which : next++; part < parts.size()) out += spoken(parts[part]);
    i = end;
  }
  return out;
}

}  // namespace

QString spoken(const Sentence& sentence) {
  if (sentence.pattern.empty()) return sentence.empty() ? QString() : named(sentence.english);
  const QByteArray pattern(sentence.pattern.data(), static_cast<qsizetype>(sentence.pattern.size()));
  const QString translated = QCoreApplication::translate("engine", pattern.constData());
  return filled(translated, sentence.parts);
}

}  // namespace halftone::app
