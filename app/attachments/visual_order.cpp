#include "app/attachments/visual_order.h"

#include <QList>
#include <algorithm>

namespace halftone::app {
namespace {

using Letters = QList<char32_t>;
enum class Way { left, right, neither };  // to which side it runs on

Way wayOf(char32_t c) {
  switch (QChar::direction(c)) {
    case QChar::DirR:
    case QChar::DirAL: return Way::left;
    case QChar::DirL:
    case QChar::DirEN:
    case QChar::DirAN: return Way::right;
    default: return Way::neither;
  }
}

// Calls `work` for each stretch between two letters of that way, with none of the other among them.
void eachRun(Letters& letters, Way way, auto work) {
  const auto of = [](Way way) { return [way](char32_t c) { return wayOf(c) == way; }; };
  const Way other = way == Way::left ? Way::right : Way::left;
  for (auto begin = std::find_if(letters.begin(), letters.end(), of(way)); begin != letters.end();) {
    const auto stop = std::find_if(begin, letters.end(), of(other));
    auto end = stop;
    while (wayOf(*(end - 1)) != way) --end;
    work(begin, end);
    begin = std::find_if(stop, letters.end(), of(way));
  }
}

// A mark follows what it stands on, whichever way that runs.
void turn(Letters::iterator begin, Letters::iterator end) {
  std::reverse(begin, end);
  for (auto at = begin; at != end;) {
    const auto base = std::find_if_not(at, end, [](char32_t c) { return QChar::isMark(c); });
    if (base == end) break;
    if (at != base) std::rotate(at, base, base + 1);
    at = base + 1;
  }
}

// What the shapes U+FB00 … U+FDFF and U+FE70 … U+FEFF are shapes of.
QString named(const Letters& letters) {
  QString text;
  for (const char32_t c : letters) {
    const QString letter = QString::fromUcs4(&c, 1);
    const bool shape = (c >= 0xFB00 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF);
    text += shape ? letter.normalized(QString::NormalizationForm_KC) : letter;
  }
  return text;
}

}  // namespace

bool runsLeft(const QString& text) {
  const QList<uint> letters = text.toUcs4();
  const auto count = [&](Way way) { return std::ranges::count(letters, way, wayOf); };
  return count(Way::left) > count(Way::right);
}

QString fromVisualOrder(const QString& line, bool amongSuch) {
  if (std::ranges::all_of(line, [](QChar c) { return c < QChar(0x0590); })) return line;
  const QList<uint> points = line.toUcs4();
  Letters letters(points.begin(), points.end());
  const auto count = [&](Way way) { return std::ranges::count(letters, way, wayOf); };
  const auto left = count(Way::left);
  if (left > 0 && (amongSuch || left >= count(Way::right))) {  // a line of that script, with others in it
    turn(letters.begin(), letters.end());
    eachRun(letters, Way::right, turn);
  } else if (left > 0) {
    eachRun(letters, Way::left, turn);
  }
  return named(letters);
}

}  // namespace halftone::app
