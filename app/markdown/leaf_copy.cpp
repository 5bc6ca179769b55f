#include "app/markdown/leaf_copy.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFragment>
#include <QTextTable>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "app/markdown/emoji_images.h"

namespace halftone::app {
namespace {

// The marks of Markdown around a run of words, outermost first, each with its end.
struct Mark {
  QString begin, end;
  bool operator==(const Mark&) const = default;
};

constexpr const char* kCode = "halftone-code";  // by this the document knows it

QString decoded(const QString& address) { return QUrl::fromPercentEncoding(address.section(u':', 1).toUtf8()); }

QString emojiIn(const QString& text, const QTextCharFormat& format) {
  return QString(text).replace(QChar(QChar::ObjectReplacementCharacter), EmojiImages::emojiOf(format.toImageFormat().name()));
}

class Writer {
 public:
  Writer(const Leaf& leaf, CopyAs as) : heading_(leaf.kind == Leaf::Kind::heading), as_(as) {}

  void write(QString words, const QTextCharFormat& format) {
    if (format.isImageFormat()) words = emojiIn(words, format);
    words.replace(QChar(QChar::LineSeparator), as_ == CopyAs::markdown ? QStringLiteral("\\\n") : QStringLiteral("\n"));
    words.replace(QChar(QChar::Nbsp), u' ');
    const QString address = format.anchorHref();
    if (address.startsWith(u"formula:")) {  // whole or not at all
      if (address != formula_) put(decoded(address), {});
      formula_ = address;
      return;
    }
    formula_.clear();
    if (as_ == CopyAs::text) {
      out_ += words;
      return;
    }
    if (address.startsWith(u"footnote:")) return put(QStringLiteral("[^") + decoded(address) + u']', {});
    QList<Mark> marks;
    if (!address.isEmpty()) marks << Mark{QStringLiteral("["), QStringLiteral("](") + address + u')'};
    if (format.fontWeight() > QFont::Normal && !heading_ && !head_) marks << Mark{QStringLiteral("**"), QStringLiteral("**")};
    if (format.fontItalic()) marks << Mark{QStringLiteral("*"), QStringLiteral("*")};
    if (format.fontStrikeOut()) marks << Mark{QStringLiteral("~~"), QStringLiteral("~~")};
    if (format.fontFamilies().toStringList().contains(QLatin1String(kCode))) {
      const QString ticks = words.contains(u'`') ? QStringLiteral("``") : QStringLiteral("`");
      marks << Mark{ticks + (words.startsWith(u'`') ? QStringLiteral(" ") : QString()), (words.endsWith(u'`') ? QStringLiteral(" ") : QString()) + ticks};
    } else {
      words = escaped(words);
    }
    put(words, marks);
  }
  void setHead(bool head) { head_ = head; }  // of a table: bold by itself

  QString take() {
    closeFrom(0);
    formula_.clear();
    return std::exchange(out_, {});
  }

 private:
  // What would be read as a mark. Words that only look like one stay as they were written: "2 * 3", "snake_case".
  static QString escaped(const QString& words) {
    QString out;
    for (qsizetype i = 0; i < words.size(); ++i) {
      const QChar c = words[i];
      const bool before = i > 0 && !words[i - 1].isSpace(), after = i + 1 < words.size() && !words[i + 1].isSpace();
      const bool inWord = i > 0 && i + 1 < words.size() && words[i - 1].isLetterOrNumber() && words[i + 1].isLetterOrNumber();
      if (c == u'`' || c == u'[' || c == u'<' || (c == u'\\' && i + 1 < words.size() && words[i + 1] != u'\n' && words[i + 1].isPunct()) ||
          (c == u'*' && (before || after)) || (c == u'_' && (before || after) && !inWord) ||
          (c == u'~' && ((i > 0 && words[i - 1] == c) || (i + 1 < words.size() && words[i + 1] == c))))
        out += u'\\';
      out += c;
    }
    return out;
  }

  void put(const QString& words, QList<Mark> marks) {
    qsizetype same = 0;  // those that are open stay so
    for (qsizetype at; same < open_.size() && (at = marks.indexOf(open_[same])) >= 0; ++same) marks.move(at, same);
    closeFrom(same);
    // A mark stands at a word: spaces go before it.
    qsizetype space = 0;
    if (marks.size() > same && marks.last().begin[0] != u'`')
      while (space < words.size() && words[space].isSpace()) ++space;
    out_ += words.left(space);
    if (space == words.size() && !words.isEmpty()) return;
    for (; same < marks.size(); ++same) {
      out_ += marks[same].begin;
      open_ << marks[same];
    }
    out_ += words.mid(space);
  }
  void closeFrom(qsizetype first) {
    if (open_.size() <= first) return;
    QString space;
    while (!out_.isEmpty() && out_.back().isSpace() && !open_.last().end.endsWith(u'`')) {
      space.prepend(out_.back());
      out_.chop(1);
    }
    while (open_.size() > first) out_ += open_.takeLast().end;
    out_ += space;
  }

  QString out_, formula_;
  QList<Mark> open_;
  bool heading_, head_ = false;
  CopyAs as_;
};

void writeBlock(Writer& writer, const QTextBlock& block, int from, int to) {
  for (auto it = block.begin(); !it.atEnd(); ++it) {
    const QTextFragment fragment = it.fragment();
    const int begin = std::max(from, fragment.position()), end = std::min(to, fragment.position() + fragment.length());
    if (begin < end) writer.write(fragment.text().mid(begin - fragment.position(), end - begin), fragment.charFormat());
  }
}

QString tableOf(const QTextTable& table, Writer& writer, int from, int to, CopyAs as) {
  QStringList lines;
  const bool mirrored = table.cellAt(0, 0).firstCursorPosition().blockFormat().layoutDirection() == Qt::RightToLeft;
  for (int row = 0; row < table.rows(); ++row) {
    QStringList cells;
    bool any = false;
    QString rule = QStringLiteral("|");
    for (int i = 0; i < table.columns(); ++i) {
      const int column = mirrored ? table.columns() - 1 - i : i;
      const QTextTableCell cell = table.cellAt(row, column);
      writer.setHead(row == 0);
      const int begin = cell.firstPosition(), end = cell.lastPosition();
      any |= begin <= to && end >= from;
      for (auto it = cell.begin(); !it.atEnd(); ++it) writeBlock(writer, it.currentBlock(), from, to);
      QString words = writer.take().replace(u'\n', u' ');
      if (as == CopyAs::markdown) words.replace(u'|', QStringLiteral("\\|"));
      cells << words;
      const Qt::Alignment side = cell.firstCursorPosition().blockFormat().alignment();
      rule += side & Qt::AlignHCenter ? QStringLiteral(" :-: |") : side & (mirrored ? Qt::AlignLeft : Qt::AlignRight) ? QStringLiteral(" --: |") : QStringLiteral(" --- |");
    }
    if (!any) continue;
    lines << (as == CopyAs::markdown ? QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |") : cells.join(u'\t'));
    if (as == CopyAs::markdown && lines.size() == 1) lines << rule;
  }
  return lines.join(u'\n');
}

QString wordsOf(const Leaf& leaf, int from, int to, CopyAs as) {
  QTextDocument document;
  document.setDefaultStyleSheet(QStringLiteral("code{font-family:%1}").arg(QLatin1String(kCode)));
  document.setHtml(leaf.html);
  if (to < 0) to = document.characterCount();
  Writer writer(leaf, as);
  if (leaf.kind == Leaf::Kind::table) {
    for (QTextFrame* frame : document.rootFrame()->childFrames())
      if (const auto* table = qobject_cast<QTextTable*>(frame)) return tableOf(*table, writer, from, to, as);
    return {};
  }
  QStringList blocks;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    if (block.position() > to || block.position() + block.length() <= from) continue;
    writeBlock(writer, block, from, to);
    blocks << writer.take();
  }
  return blocks.join(u'\n');
}

QString fenced(const Leaf& leaf, const QString& code) {
  qsizetype longest = 2;
  for (qsizetype i = 0, run = 0; i < code.size(); ++i) longest = std::max(longest, run = code[i] == u'`' ? run + 1 : 0);
  const QString fence(longest + 1, u'`');
  return fence + leaf.language + u'\n' + code + u'\n' + fence;
}

}  // namespace

QString copied(const Leaf& leaf, int from, int to, CopyAs as) {
  QString words;
  switch (leaf.kind) {
    case Leaf::Kind::rule: words = as == CopyAs::markdown ? QStringLiteral("---") : QString(); break;
    case Leaf::Kind::code: {
      words = leaf.text.mid(from, to < 0 ? -1 : to - from);
      if (as == CopyAs::markdown) words = fenced(leaf, words);
      break;
    }
    case Leaf::Kind::plain: words = leaf.text.mid(from, to < 0 ? -1 : to - from); break;
    default: words = wordsOf(leaf, from, to, as); break;
  }
  if (as == CopyAs::markdown && leaf.kind == Leaf::Kind::heading) words.prepend(QString(leaf.level, u'#') + u' ');

  QString first, rest;  // in front of its lines
  for (const QString& box : leaf.around) {
    if (box == u">") {
      if (as == CopyAs::markdown) first += QStringLiteral("> "), rest += QStringLiteral("> ");
      continue;
    }
    QString mark = box;
    if (as == CopyAs::markdown) {
      if (mark == u"•") mark = QStringLiteral("-");
      if (mark == u"☐" || mark == u"☑") mark = mark == u"☐" ? QStringLiteral("- [ ]") : QStringLiteral("- [x]");
      if (leaf.kind == Leaf::Kind::footnote && !mark.isEmpty() && &box == &leaf.around.first()) mark = QStringLiteral("[^") + leaf.language + QStringLiteral("]:");
    }
    const QString blank(leaf.indents.value(&box - leaf.around.constData(), 2), u' ');
    first += mark.isEmpty() ? blank : mark + u' ';
    rest += blank;
  }
  return first + words.replace(u'\n', u'\n' + rest);
}

}  // namespace halftone::app
