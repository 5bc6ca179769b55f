#include "app/markdown/block_splitter.h"

#include <algorithm>

namespace halftone::app {
namespace {

using Kind = MarkdownBlock::Kind;

// A line longer than this is text, whatever it looks like: not blank, no fence, rule, underline or table delimiter. It bounds what
// is read again.
constexpr qsizetype kLongLine = 1000;

int indentOf(QStringView line) {
  int columns = 0;
  for (const QChar c : line) {
    if (c == u' ') ++columns;
    else if (c == u'\t') columns += 4 - columns % 4;
    else break;
  }
  return columns;
}

// Without up to `columns` columns of leading white space.
QStringView dedent(QStringView line, int columns) {
  qsizetype i = 0;
  for (int at = 0; i < line.size() && at < columns; ++i) {
    if (line[i] == u' ') ++at;
    else if (line[i] == u'\t') at += 4 - at % 4;
    else break;
  }
  return line.mid(i);
}

bool isBlank(QStringView line) { return line.size() <= kLongLine && line.trimmed().isEmpty(); }

int runOf(QStringView text, QChar mark) {
  const auto end = std::ranges::find_if(text, [mark](QChar c) { return c != mark; });
  return static_cast<int>(end - text.begin());
}

bool isRule(QStringView line) {
  if (line.size() > kLongLine || indentOf(line) > 3) return false;
  const QStringView text = line.trimmed();
  if (text.isEmpty() || (text[0] != u'-' && text[0] != u'*' && text[0] != u'_')) return false;
  const QChar mark = text[0];
  int marks = 0;
  for (const QChar c : text) {
    if (c == mark) ++marks;
    else if (!c.isSpace()) return false;
  }
  return marks >= 3;
}

int headingLevel(QStringView line) {  // 0: none
  if (indentOf(line) > 3) return 0;
  const QStringView text = dedent(line, 3);
  const int level = runOf(text, u'#');
  return level >= 1 && level <= 6 && (level == text.size() || text[level].isSpace()) ? level : 0;
}

int underlineLevel(QStringView line) {  // of a heading above it; 0: none
  if (line.size() > kLongLine || indentOf(line) > 3) return 0;
  const QStringView text = line.trimmed();
  if (text.isEmpty()) return 0;
  if (runOf(text, u'=') == text.size()) return 1;
  return runOf(text, u'-') == text.size() ? 2 : 0;
}

bool isQuote(QStringView line) { return indentOf(line) <= 3 && dedent(line, 3).startsWith(u'>'); }

struct Marker { int contentIndent = 0; bool canInterrupt = false; };

std::optional<Marker> listMarker(QStringView line) {
  const int indent = indentOf(line);
  if (indent > 3) return std::nullopt;
  const QStringView text = dedent(line, 3);
  qsizetype width = 0;
  bool first = true;
  if (!text.isEmpty() && (text[0] == u'-' || text[0] == u'*' || text[0] == u'+')) {
    width = 1;
  } else {
    while (width < text.size() && width < 9 && text[width] >= u'0' && text[width] <= u'9') ++width;
    if (width == 0 || width == text.size() || (text[width] != u'.' && text[width] != u')')) return std::nullopt;
    first = text.left(width).toInt() == 1;
    ++width;
  }
  const QStringView rest = text.mid(width);
  if (!rest.isEmpty() && !rest[0].isSpace()) return std::nullopt;
  const bool empty = line.size() <= kLongLine && isBlank(rest);
  const int padding = indentOf(rest);
  return Marker{indent + static_cast<int>(width) + (empty || padding > 4 ? 1 : padding), first && !empty};
}

// "[^label]: words": the label; empty: no footnote.
QStringView footnoteLabel(QStringView line) {
  if (indentOf(line) > 3) return {};
  const QStringView text = dedent(line, 3);
  if (!text.startsWith(u"[^")) return {};
  const qsizetype end = text.indexOf(u"]:");
  const QStringView label = end > 2 && end < 100 ? text.mid(2, end - 2) : QStringView();
  return std::ranges::any_of(label, [](QChar c) { return c.isSpace() || c == u'[' || c == u']' || c == u'^'; }) ? QStringView() : label;
}

// What ends a formula that this line begins and does not end; empty: none begins.
QString formulaEnd(QStringView line) {
  if (line.size() > kLongLine || indentOf(line) > 3) return {};
  const QStringView text = line.trimmed();
  if (text.startsWith(u"$$") && text.indexOf(u"$$", 2) < 0) return QStringLiteral("$$");
  if (text.startsWith(u"\\[") && text.indexOf(u"\\]", 2) < 0) return QStringLiteral("\\]");
  return {};
}

int cellsOf(QStringView line) {
  QStringView text = line.trimmed();
  if (text.startsWith(u'|')) text = text.mid(1);
  if (text.endsWith(u'|') && !text.endsWith(u"\\|")) text.chop(1);
  int cells = 1;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (text[i] == u'\\') ++i;
    else if (text[i] == u'|') ++cells;
  }
  return cells;
}

bool isTableDelimiter(QStringView line, QStringView header) {
  if (line.size() > kLongLine || header.size() > kLongLine || indentOf(line) > 3 || !line.contains(u'-') || !line.contains(u'|')) return false;
  const bool marksOnly = std::ranges::all_of(line, [](QChar c) { return c == u'-' || c == u':' || c == u'|' || c.isSpace(); });
  return marksOnly && header.contains(u'|') && cellsOf(line) == cellsOf(header);
}

}  // namespace

int BlockSplitter::append(QStringView text) {
  first_ = static_cast<int>(blocks_.size());
  if (finished_) return first_;
  while (!text.isEmpty()) {
    const qsizetype newline = text.indexOf(u'\n');
    const bool whole = newline >= 0;
    const QStringView part = whole ? text.left(newline) : text;
    text = text.mid(part.size() + (whole ? 1 : 0));
    if (settled_) {
      blocks_.last().text += part;
      touched();
    } else {
      undo();
      partial_ += part;
      QStringView line = partial_;
      if (line.endsWith(u'\r')) line.chop(1);
      if (!whole) {
        undo_ = Undo{state_, blocks_.size(), {}, 0, 0};
        if (!blocks_.isEmpty()) {
          const MarkdownBlock& last = blocks_.last();
          undo_->kind = last.kind;
          undo_->length = last.text.size();
          undo_->level = last.level;
        }
      }
      if (whole || !line.isEmpty()) readLine(line);
      settled_ = !whole && partial_.size() > kLongLine && !partial_.endsWith(u'\r');
    }
    if (whole || settled_) undo_.reset();
    if (whole) endSettledLine();
    if (whole || settled_) partial_.clear();
  }
  return first_;
}

int BlockSplitter::finish() {
  first_ = static_cast<int>(blocks_.size());
  finished_ = true;
  undo_.reset();
  endSettledLine();
  return first_;
}

void BlockSplitter::endSettledLine() {
  if (settled_ && blocks_.last().text.endsWith(u'\r')) {
    blocks_.last().text.chop(1);
    touched();
  }
  settled_ = false;
}

void BlockSplitter::undo() {
  if (!undo_) return;
  blocks_.resize(undo_->blocks);
  first_ = std::min(first_, static_cast<int>(blocks_.size()));
  if (undo_->state.open) {
    touched();
    MarkdownBlock& last = blocks_.last();
    last.kind = undo_->kind;
    last.text.truncate(undo_->length);
    last.level = undo_->level;
  }
  state_ = undo_->state;
  undo_.reset();
}

void BlockSplitter::touched() { first_ = std::min(first_, static_cast<int>(blocks_.size()) - 1); }

void BlockSplitter::begin(Kind kind, QStringView text) {
  first_ = std::min(first_, static_cast<int>(blocks_.size()));
  blocks_.append({kind, text.toString(), {}, 0});
  state_ = {};
  state_.open = true;
  state_.lines = 1;
}

// Adds a line to the last block, with the blank lines before it.
void BlockSplitter::extend(QStringView text) {
  touched();
  QString& block = blocks_.last().text;
  if (state_.lines > 0) block += u'\n';
  for (; state_.blanks > 0; --state_.blanks) block += u'\n';
  block += text;
  ++state_.lines;
}

void BlockSplitter::readLine(QStringView line) {
  if (state_.open && continues(line)) return;
  state_.open = false;
  if (!isBlank(line)) startBlock(line);
}

// Whether the line belongs to the open block; then it is taken in.
bool BlockSplitter::continues(QStringView line) {
  const int indent = indentOf(line);
  const bool blank = isBlank(line);
  MarkdownBlock& block = blocks_.last();
  const auto take = [&](QStringView text) {
    extend(text);
    return true;
  };
  const auto interrupts = [&] {
    const auto marker = listMarker(line);
    return isRule(line) || headingLevel(line) > 0 || isQuote(line) || !footnoteLabel(line).isEmpty() || (marker && marker->canInterrupt) ||
           (indent <= 3 && line.size() <= kLongLine && (runOf(line.trimmed(), u'`') >= 3 || runOf(line.trimmed(), u'~') >= 3));
  };

  switch (block.kind) {
    case Kind::code: {
      if (state_.indented) {
        if (blank) return ++state_.blanks, true;
        return indent >= 4 && take(dedent(line, 4));
      }
      const Fence& fence = *state_.fence;
      const QStringView text = line.trimmed();
      if (indent <= 3 && line.size() <= kLongLine && runOf(text, fence.mark) == text.size() && text.size() >= fence.length) {
        state_.open = false;
        return true;
      }
      return take(dedent(line, fence.indent));
    }
    case Kind::list: {
      if (blank) return ++state_.blanks, true;
      if (indent >= state_.contentIndent) return take(line);
      if (!isRule(line) && listMarker(line)) return take(line);
      if (indent >= 2 && !interrupts()) return take(line);  // nearly as deep as it should be: people and models write so
      return state_.blanks == 0 && !interrupts() && take(line);
    }
    case Kind::quote:
      if (isQuote(line)) return take(line);
      return !blank && !interrupts() && !isBlank(block.text.mid(block.text.lastIndexOf(u'\n') + 1).remove(u'>')) && take(line);
    case Kind::table:
      return !blank && !interrupts() && take(line);
    case Kind::footnote: {  // what is indented is its own, even behind a blank line
      if (blank) return ++state_.blanks, true;
      return (indent >= 4 || (state_.blanks == 0 && !interrupts())) && take(dedent(line, 4));
    }
    case Kind::paragraph: {
      if (blank) return false;
      if (!state_.formula.isEmpty()) {  // lines of a formula are no lists, rules or headings
        take(line);
        if (line.size() <= kLongLine && line.trimmed().endsWith(state_.formula)) state_.formula.clear();
        return true;
      }
      if (const int level = underlineLevel(line)) {
        take(line);
        block.kind = Kind::heading;
        block.level = level;
        state_.open = false;
        return true;
      }
      if (state_.lines == 1 && !listMarker(line) && isTableDelimiter(line, block.text)) {
        take(line);
        block.kind = Kind::table;
        return true;
      }
      if (interrupts()) return false;
      state_.formula = formulaEnd(line);
      return take(line);
    }
    case Kind::heading:
    case Kind::rule: return false;
  }
  return false;
}

void BlockSplitter::startBlock(QStringView line) {
  const int indent = indentOf(line);
  if (indent >= 4) {
    begin(Kind::code, dedent(line, 4));
    state_.indented = true;
    return;
  }
  const QStringView text = dedent(line, 3);
  for (const QChar mark : {u'`', u'~'}) {
    const int length = runOf(text, mark);
    const QStringView info = text.mid(length).trimmed();
    if (length < 3 || line.size() > kLongLine || (mark == u'`' && info.contains(u'`'))) continue;
    begin(Kind::code, {});
    state_.lines = 0;
    state_.fence = Fence{mark, length, indent};
    const auto end = std::ranges::find_if(info, [](QChar c) { return c.isSpace() || c == u'{' || c == u','; });
    blocks_.last().language = info.left(end - info.begin()).toString();
    return;
  }
  if (const int level = headingLevel(line)) {
    begin(Kind::heading, line);
    blocks_.last().level = level;
    state_.open = false;
  } else if (isRule(line)) {
    begin(Kind::rule, line);
    state_.open = false;
  } else if (isQuote(line)) {
    begin(Kind::quote, line);
  } else if (const auto marker = listMarker(line)) {
    begin(Kind::list, line);
    state_.contentIndent = marker->contentIndent;
  } else if (const QStringView label = footnoteLabel(line); !label.isEmpty()) {
    begin(Kind::footnote, dedent(text.mid(label.size() + 4), 3));
    blocks_.last().language = label.toString();
  } else {
    begin(Kind::paragraph, line);
    state_.formula = formulaEnd(line);
  }
}

}  // namespace halftone::app
