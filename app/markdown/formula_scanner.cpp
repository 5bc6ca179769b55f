#include "app/markdown/formula_scanner.h"

#include <algorithm>

namespace halftone::app {
namespace {

constexpr qsizetype kLongest = 4000;

qsizetype runAt(QStringView text, qsizetype at, QChar mark) {
  qsizetype end = at;
  while (end < text.size() && text[end] == mark) ++end;
  return end - at;
}

bool isWord(QStringView text, qsizetype at) { return at >= 0 && at < text.size() && text[at].isLetterOrNumber(); }

// Of a line: whether a fence of code begins or ends here, below quotes and list marks.
bool isFence(QStringView line) {
  while (!line.isEmpty() && (line[0].isSpace() || line[0] == u'>' || line[0] == u'-' || line[0] == u'*' || line[0] == u'+' || line[0].isDigit() || line[0] == u'.')) line = line.mid(1);
  return line.startsWith(u"```") || line.startsWith(u"~~~");
}

// From `at` on; -1: not there before the paragraph ends.
qsizetype closing(QStringView text, qsizetype at, QStringView mark, bool oneLine) {
  const qsizetype limit = std::min(text.size(), at + kLongest);
  bool blank = false;  // since the last line end
  for (; at < limit; ++at) {
    const QChar c = text[at];
    if (text.mid(at).startsWith(mark)) return at;
    if (c == u'\\') ++at;
    if (c == u'\n' && (oneLine || blank)) return -1;
    if (c == u'\n') blank = true;
    else if (!c.isSpace() && c != u'>') blank = false;
  }
  return -1;
}

// Where the next of a mark is, looked up once for all that ask before it.
struct Next {
  QStringView mark;
  qsizetype at = -1;
  bool within(QStringView text, qsizetype from) {
    if (at < from) at = text.indexOf(mark, from);
    if (at < 0) at = text.size();
    return at < text.size() && at - from <= kLongest;
  }
};

// Between single dollars: prose between two prices is no formula.
bool looksLikeMathematics(QStringView text) {
  if (std::ranges::any_of(text, [](QChar c) { return QStringView(u"\\^_=+*/<>{}|").contains(c); })) return true;
  qsizetype words = 0, letters = 0;
  for (const QChar c : text) {
    letters = c.isLetter() ? letters + 1 : 0;
    words += letters == 2;
  }
  return words == 0 || !text.contains(u' ');
}

bool isWords(QStringView text) {
  qsizetype letters = 0, longest = 0;
  for (const QChar c : text) longest = std::max(longest, letters = c.isLetter() ? letters + 1 : 0);
  return longest > 1 && std::ranges::all_of(text, [](QChar c) { return c.isLetter() || c.isSpace(); });
}

// A single dollar's other one; -1: none.
qsizetype closingDollar(QStringView text, qsizetype at) {
  if (at >= text.size() || text[at].isSpace()) return -1;
  const qsizetype end = closing(text, at, u"$", true);
  if (end < 0 || end == at || text[end - 1].isSpace() || isWord(text, end + 1)) return -1;
  return looksLikeMathematics(text.mid(at, end - at)) ? end : -1;
}

}  // namespace

QList<FormulaSpan> formulasIn(QStringView text) {
  QList<FormulaSpan> found;
  if (!text.contains(u'$') && !text.contains(u"\\(") && !text.contains(u"\\[")) return found;
  // No mark of a kind before `none`: what was looked for once is not looked for again.
  qsizetype noTicks[64] = {};
  Next round{u"\\)"}, square{u"\\]"}, dollars{u"$$"};
  for (qsizetype at = 0; at < text.size();) {
    if (at == 0 || text[at - 1] == u'\n') {
      const qsizetype end = text.indexOf(u'\n', at);
      if (isFence(text.mid(at, end < 0 ? -1 : end - at))) {  // on to the line behind the closing one
        qsizetype next = end;
        while (next >= 0) {
          const qsizetype begin = next + 1;
          next = text.indexOf(u'\n', begin);
          if (isFence(text.mid(begin, next < 0 ? -1 : next - begin))) break;
        }
        at = next < 0 ? text.size() : next + 1;
        continue;
      }
    }
    const QChar c = text[at];
    if (c == u'`') {
      const qsizetype run = runAt(text, at, u'`');
      qsizetype end = -1;
      if (run < 64 && noTicks[run] <= at)
        for (qsizetype next = text.indexOf(u'`', at + run); next >= 0;) {
          const qsizetype length = runAt(text, next, u'`');
          if (length == run) {
            end = next + length;
            break;
          }
          next = text.indexOf(u'`', next + length);
        }
      if (end < 0 && run < 64) noTicks[run] = text.size();
      at = end < 0 ? at + run : end;
      continue;
    }
    FormulaSpan span{at, -1, 2, false};
    if (c == u'\\' && at + 1 < text.size()) {
      const QChar next = text[at + 1];
      if (next == u'(' && round.within(text, at + 2)) span.end = closing(text, at + 2, round.mark, false);
      if (next == u'[' && square.within(text, at + 2)) span.end = closing(text, at + 2, square.mark, false), span.display = true;
      if (span.end < 0 || isWords(text.mid(at + 2, span.end - at - 2))) {  // an escaped bracket
        at += 2;
        continue;
      }
    } else if (c == u'$') {
      const qsizetype run = runAt(text, at, u'$');
      if (run == 2 && dollars.within(text, at + 2)) span.end = closing(text, at + 2, dollars.mark, false), span.display = true;
      if (run == 1 && !isWord(text, at - 1)) span.end = closingDollar(text, at + 1), span.mark = 1;
      if (span.end < 0) {
        at += run;
        continue;
      }
    } else {
      ++at;
      continue;
    }
    if (text.mid(at + span.mark, span.end - at - span.mark).trimmed().isEmpty()) {
      at = span.end + span.mark;
      continue;
    }
    span.end += span.mark;
    found.append(span);
    at = span.end;
  }
  return found;
}

}  // namespace halftone::app
