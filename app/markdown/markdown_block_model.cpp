#include "app/markdown/markdown_block_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "app/markdown/emoji_images.h"
#include "app/markdown/leaf_copy.h"

namespace halftone::app {
namespace {

constexpr int kPartLines = 16;  // of code: what is laid out again when a line is added
constexpr int kNoGap = 0, kTightGap = 3, kGap = 9, kHeadingGap = 16;

QString nameOf(Leaf::Kind kind) {
  switch (kind) {
    case Leaf::Kind::paragraph: return QStringLiteral("paragraph");
    case Leaf::Kind::heading: return QStringLiteral("heading");
    case Leaf::Kind::code: return QStringLiteral("code");
    case Leaf::Kind::table: return QStringLiteral("table");
    case Leaf::Kind::rule: return QStringLiteral("rule");
    case Leaf::Kind::formula: return QStringLiteral("formula");
    case Leaf::Kind::footnote: return QStringLiteral("footnote");
    case Leaf::Kind::plain: return QStringLiteral("plain");
  }
  return {};
}

// Of the first strong character: 1 from right to left, -1 from left to right, 0 none.
int directionOf(QStringView text) {
  for (const QChar c : text) {
    const QChar::Direction direction = c.direction();
    if (direction == QChar::DirR || direction == QChar::DirAL) return 1;
    if (direction == QChar::DirL) return -1;
  }
  return 0;
}

// "[label]: address" at the beginning of a paragraph.
QList<std::pair<QString, QString>> linksIn(QStringView text) {
  QList<std::pair<QString, QString>> found;
  static const QRegularExpression definition(QStringLiteral("^ {0,3}\\[([^\\]\\[^][^\\]\\[]{0,98})\\]:[ \\t]*\\S.*$"));
  while (text.trimmed().startsWith(u'[')) {
    const qsizetype end = text.indexOf(u'\n');
    const QString line = text.left(end < 0 ? text.size() : end).toString();
    const auto match = definition.match(line);
    if (!match.hasMatch()) break;
    found.append({match.captured(1).toLower().simplified(), line.trimmed()});
    if (end < 0) break;
    text = text.mid(end + 1);
  }
  return found;
}

}  // namespace

struct MarkdownBlockModel::Code {
  CodeHighlighter highlighter;
  QString text;             // what has been highlighted of it, whole lines
  QStringList parts = {};   // html; the last one may still get lines
  int lines = 0;            // in it
  QString whole = {};       // the text when it was complete
  QStringList all = {};     // its parts
};

MarkdownBlockModel::MarkdownBlockModel(QObject* parent) : QAbstractListModel(parent) {}
MarkdownBlockModel::~MarkdownBlockModel() = default;

void MarkdownBlockModel::setText(const QString& text) {
  clear();
  append(text);
  finish();
}

void MarkdownBlockModel::setPlain(const QString& text) {
  clear();
  plain_ = true;
  append(text);
  finish();
}

void MarkdownBlockModel::clear() {
  beginResetModel();
  source_.clear();
  plain_ = finished_ = looked_ = settled_ = false;
  splitter_ = {};
  shown_.clear();
  rows_.clear();
  links_.clear();
  footnotes_.clear();
  endResetModel();
  emit countChanged();
}

void MarkdownBlockModel::append(const QString& piece) {
  source_ += piece;
  if (looked_) publish(splitter_.append(piece));
}

void MarkdownBlockModel::finish() {
  finished_ = true;
  if (looked_) publish(splitter_.finish());
}

void MarkdownBlockModel::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  for (Row& row : rows_) row.code.reset();
  if (!rows_.empty()) emit dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1), {PartsRole});
}

// The first who looks has it read; nobody has to be told.
void MarkdownBlockModel::look() const {
  if (std::exchange(looked_, true)) return;
  auto* self = const_cast<MarkdownBlockModel*>(this);
  connect(&EmojiImages::instance(), &EmojiImages::drawn, self, &MarkdownBlockModel::onDrawn);
  if (plain_) {
    self->shown_.push_back({plainLeavesOf(source_), directionOf(source_) > 0});
  } else {
    self->splitter_.append(source_);
    if (finished_) self->splitter_.finish();
    self->read(0);
  }
  std::size_t same = 0;
  self->rows_ = rows(same);
  self->settled_ = finished_;
}

void MarkdownBlockModel::read(int first) {
  const QList<MarkdownBlock>& blocks = splitter_.blocks();
  QSet<QString> changed;
  readDefinitions(changed, first);
  shown_.resize(static_cast<std::size_t>(blocks.size()));
  LeafContext context{{}, footnotes_, false};
  bool rightToLeft = first > 0 && shown_[static_cast<std::size_t>(first) - 1].rightToLeft;
  for (int i = changed.isEmpty() ? first : 0; i < blocks.size(); ++i) {
    const MarkdownBlock& block = blocks[i];
    Shown& shown = shown_[static_cast<std::size_t>(i)];
    if (i < first) {
      const bool touched = block.text.contains(u'[') && std::ranges::any_of(changed, [&](const QString& label) {
        return block.text.contains(u'[' + label + u']', Qt::CaseInsensitive) || block.language == QStringView(label).mid(1);
      });
      if (!touched) continue;
      rightToLeft = shown.rightToLeft;
    }
    if (const int direction = block.kind == MarkdownBlock::Kind::code ? 0 : directionOf(block.text)) rightToLeft = direction > 0;
    shown.rightToLeft = context.rightToLeft = rightToLeft;
    context.links.clear();
    if (!links_.isEmpty() && block.text.contains(u'['))
      for (auto link = links_.begin(); link != links_.end(); ++link)
        if (block.text.contains(u'[' + link.key() + u']', Qt::CaseInsensitive)) context.links += link.value() + u'\n';
    shown.leaves = leavesOf(block, context);
  }
}

// Links and footnotes are defined anywhere; whose definition came, changed or went is `changed`.
void MarkdownBlockModel::readDefinitions(QSet<QString>& changed, int first) {
  const QList<MarkdownBlock>& blocks = splitter_.blocks();
  const bool any = !links_.isEmpty() || !footnotes_.isEmpty() ||
                   std::any_of(blocks.begin() + std::min<qsizetype>(first, blocks.size()), blocks.end(), [](const MarkdownBlock& block) {
                     return block.kind == MarkdownBlock::Kind::footnote || (block.kind == MarkdownBlock::Kind::paragraph && QStringView(block.text).trimmed().startsWith(u'['));
                   });
  if (!any) return;
  QMap<QString, QString> links;
  QSet<QString> defined;
  for (const MarkdownBlock& block : blocks) {
    if (block.kind == MarkdownBlock::Kind::footnote) defined.insert(block.language);
    if (block.kind != MarkdownBlock::Kind::paragraph) continue;
    for (const auto& [label, line] : linksIn(block.text))
      if (!links.contains(label)) links.insert(label, line);
  }
  QHash<QString, int> footnotes;
  static const QRegularExpression reference(QStringLiteral("\\[\\^([^\\]\\[\\s^]{1,98})\\]"));
  if (!defined.isEmpty())
    for (const MarkdownBlock& block : blocks) {
      if (block.kind == MarkdownBlock::Kind::code || !block.text.contains(u"[^")) continue;
      for (auto it = reference.globalMatch(block.text); it.hasNext();) {
        const QString label = it.next().captured(1);
        if (defined.contains(label) && !footnotes.contains(label)) footnotes.insert(label, static_cast<int>(footnotes.size()) + 1);
      }
    }
  for (const auto& [label, line] : links.asKeyValueRange())
    if (links_.value(label) != line) changed.insert(label);
  for (const auto& [label, line] : links_.asKeyValueRange())
    if (!links.contains(label)) changed.insert(label);
  for (const auto& [label, number] : footnotes.asKeyValueRange())
    if (footnotes_.value(label) != number) changed.insert(u'^' + label);
  for (const auto& [label, number] : footnotes_.asKeyValueRange())
    if (!footnotes.contains(label)) changed.insert(u'^' + label);
  links_ = std::move(links);
  footnotes_ = std::move(footnotes);
}

// The leaves of all blocks, footnotes last. The first `same` are known to be as they were; it comes back as what was made use of.
std::vector<MarkdownBlockModel::Row> MarkdownBlockModel::rows(std::size_t& same) const {
  std::vector<Row> rows;
  const auto add = [&](const Shown& shown) {
    const Leaf* above = nullptr;
    for (const Leaf& leaf : shown.leaves) {
      Row row{leaf, 0, kNoGap, 0, shown.rightToLeft, {}};
      while (above && row.joined < std::min(leaf.ids.size(), above->ids.size()) && leaf.ids[row.joined] == above->ids[row.joined]) ++row.joined;
      if (!rows.empty()) row.gap = leaf.continued || leaf.kind == Leaf::Kind::plain ? kNoGap : above && leaf.tight && leaf.list == above->list ? kTightGap : leaf.kind == Leaf::Kind::heading ? kHeadingGap : kGap;
      rows.push_back(std::move(row));
      above = &leaf;
    }
  };
  if (plain_) {
    for (const Shown& shown : shown_) add(shown);
    return rows;
  }
  const QList<MarkdownBlock>& blocks = splitter_.blocks();
  QList<std::pair<int, int>> footnotes;  // number, block; those that nobody mentions at the end
  for (int i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != MarkdownBlock::Kind::footnote) add(shown_[static_cast<std::size_t>(i)]);
    else footnotes.append({footnotes_.value(blocks[i].language, static_cast<int>(footnotes_.size()) + 1), i});
  }
  std::ranges::stable_sort(footnotes, {}, &std::pair<int, int>::first);
  for (const auto& [number, block] : footnotes) {
    const bool firstNote = block == footnotes.first().second;
    const std::size_t begin = rows.size();
    if (firstNote && begin > 0) {  // a line above them
      Leaf rule;
      rule.kind = Leaf::Kind::rule;
      rows.push_back({rule, 0, kGap, 0, false, {}});
    }
    const std::size_t note = rows.size();
    add(shown_[static_cast<std::size_t>(block)]);
    if (note < rows.size() && !firstNote) rows[note].gap = kTightGap;
  }
  same = std::min(same, rows.size());
  return rows;
}

// Tells the view what became of the rows: those at both ends that stayed are left alone.
void MarkdownBlockModel::publish(int first) {
  const bool settles = finished_ && !std::exchange(settled_, finished_);
  read(first);
  std::size_t same = 0;
  std::vector<Row> next = rows(same);
  const auto isSame = [](const Row& a, const Row& b) {
    return a.joined == b.joined && a.gap == b.gap && a.rightToLeft == b.rightToLeft && a.leaf == b.leaf;
  };
  const std::size_t before = rows_.size(), after = next.size();
  const auto keep = [](Row& to, const Row& from) {
    to.round = from.round;
    if (to.leaf.kind == Leaf::Kind::code && from.leaf.kind == Leaf::Kind::code && to.leaf.language == from.leaf.language) to.code = from.code;
  };
  std::size_t head = 0;
  while (head < before && head < after && isSame(rows_[head], next[head])) keep(next[head], rows_[head]), ++head;
  std::size_t tail = 0;
  while (tail < before - head && tail < after - head && isSame(rows_[before - 1 - tail], next[after - 1 - tail])) {
    keep(next[after - 1 - tail], rows_[before - 1 - tail]);
    ++tail;
  }
  const std::size_t common = std::min(before, after) - head - tail;  // rows that changed where they are
  for (std::size_t i = head; i < head + common; ++i) keep(next[i], rows_[i]);
  const int from = static_cast<int>(head + common);
  const auto swap = [&] { rows_ = std::move(next); };
  if (after < before) {
    beginRemoveRows({}, from, from + static_cast<int>(before - after) - 1);
    swap();
    endRemoveRows();
  } else if (after > before) {
    beginInsertRows({}, from, from + static_cast<int>(after - before) - 1);
    swap();
    endInsertRows();
  } else {
    swap();
  }
  if (common > 0) emit dataChanged(index(static_cast<int>(head)), index(from - 1));
  if (settles || after != before) {  // which one is open changes, and where it is code its last line
    for (const std::size_t row : {before, after})
      if (row > 0 && row <= rows_.size()) emit dataChanged(index(static_cast<int>(row) - 1), index(static_cast<int>(row) - 1), {OpenRole, PartsRole});
  }
  if (after != before) emit countChanged();
}

void MarkdownBlockModel::onDrawn(const QSet<QString>& emoji) {
  QSet<QString> parts;
  for (const QString& one : emoji) parts.insert(EmojiImages::source(one, QChar(kEmojiSize), QChar(kEmojiRound)));
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const QString& html = rows_[i].leaf.html;
    bool touched = false;
    for (qsizetype at = html.indexOf(u"image://emoji/"); at >= 0 && !touched; at = html.indexOf(u"image://emoji/", at + 1)) {
      const qsizetype end = html.indexOf(u'"', at);
      touched = parts.contains(html.mid(at, end - at));
    }
    if (!touched) continue;
    ++rows_[i].round;
    emit dataChanged(index(static_cast<int>(i)), index(static_cast<int>(i)), {HtmlRole});
  }
}

int MarkdownBlockModel::count() const {
  look();
  return static_cast<int>(rows_.size());
}

int MarkdownBlockModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant MarkdownBlockModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case KindRole: return nameOf(row.leaf.kind);
    case TextRole: return row.leaf.text;
    case LanguageRole: return row.leaf.kind == Leaf::Kind::code ? row.leaf.language : QString();
    case HtmlRole: return QString(row.leaf.html).replace(QChar(kEmojiRound), QString::number(row.round));
    case PartsRole: return row.leaf.kind == Leaf::Kind::code ? codeParts(index.row()) : QStringList();
    case LevelRole: return row.leaf.level;
    case ColumnsRole: return row.leaf.columns;
    case AroundRole: return row.leaf.around;
    case JoinedRole: return row.joined;
    case GapRole: return row.gap;
    case RightToLeftRole: return row.rightToLeft;
    case OpenRole: return !finished_ && index.row() == static_cast<int>(rows_.size()) - 1;
    default: return {};
  }
}

// Lines that are complete are highlighted once, however often the block is looked at while it grows.
QStringList MarkdownBlockModel::codeParts(int index) const {
  const Row& row = rows_[static_cast<std::size_t>(index)];
  const QString& text = row.leaf.text;
  auto& kept = const_cast<Row&>(row).code;
  const bool open = !finished_ && index == static_cast<int>(rows_.size()) - 1;
  if (kept && !kept->all.isEmpty() && !open && kept->whole == text) return kept->all;
  if (!kept || !kept->all.isEmpty() || !text.startsWith(kept->text)) kept = std::make_shared<Code>(Code{CodeHighlighter(row.leaf.language, dark_), {}});
  Code& code = *kept;
  const auto add = [](QStringList& parts, int& lines, const QString& line) {
    if (parts.isEmpty() || lines == kPartLines) {
      parts.append(line);
      lines = 1;
    } else {
      parts.last() += u'\n' + line;
      ++lines;
    }
  };
  qsizetype at = code.text.size();
  for (qsizetype end; (end = text.indexOf(u'\n', at)) >= 0; at = end + 1) add(code.parts, code.lines, code.highlighter.line(QStringView(text).mid(at, end - at)));
  code.text = text.left(at);

  // The last line may still grow: it is highlighted when it is complete.
  QStringList parts = code.parts;
  int lines = code.lines;
  QString last = text.mid(at).toHtmlEscaped();
  if (!open) last = code.highlighter.line(QStringView(text).mid(at));
  add(parts, lines, last);
  for (QString& part : parts) part = QStringLiteral("<p style=\"white-space:pre-wrap\">") + part + QStringLiteral("</p>");
  if (!open) code.whole = text, code.all = parts;
  return parts;
}

int MarkdownBlockModel::partStart(int row, int part) const {
  look();
  if (row < 0 || row >= count()) return 0;
  const QString& text = rows_[static_cast<std::size_t>(row)].leaf.text;
  qsizetype at = 0;
  for (int line = 0; line < part * kPartLines && at >= 0; ++line) {
    const qsizetype end = text.indexOf(u'\n', at);
    if (end < 0) return static_cast<int>(text.size());
    at = end + 1;
  }
  return static_cast<int>(at);
}

int MarkdownBlockModel::rowOfFootnote(const QString& label) const {
  for (int row = 0; row < count(); ++row)
    if (const Leaf& leaf = rows_[static_cast<std::size_t>(row)].leaf; leaf.kind == Leaf::Kind::footnote && leaf.language == label) return row;
  return -1;
}

QString MarkdownBlockModel::copied(int firstRow, int firstPosition, int lastRow, int lastPosition, bool asMarkdown) const {
  look();
  lastRow = std::min(lastRow, count() - 1);
  const bool whole = firstRow <= 0 && firstPosition <= 0 && lastRow == count() - 1 && lastPosition < 0;
  if (whole && (asMarkdown || plain_)) return source_;
  const CopyAs as = asMarkdown ? CopyAs::markdown : CopyAs::text;
  QString out;
  for (int i = std::max(0, firstRow); i <= lastRow; ++i) {
    const Row& row = rows_[static_cast<std::size_t>(i)];
    // A part of one piece of code is code; with its fence it would be another thing.
    const bool only = firstRow == lastRow && row.leaf.kind == Leaf::Kind::code && (firstPosition > 0 || lastPosition >= 0);
    Leaf leaf = row.leaf;
    if (leaf.continued && i > firstRow) leaf.around.clear();
    if (firstRow == lastRow && (firstPosition > 0 || lastPosition >= 0)) leaf.around.clear();
    const QString words = app::copied(leaf, i == firstRow ? std::max(0, firstPosition) : 0, i == lastRow ? lastPosition : -1, only ? CopyAs::text : as);
    if (!out.isEmpty() && i > firstRow && !leaf.continued) {
      const bool close = plain_ || row.gap == kTightGap;
      out += u'\n';
      if (!close) {
        for (int box = 0; asMarkdown && box < row.joined; ++box)
          if (leaf.around[box] == u">") out += u'>';
        out += u'\n';
      }
    }
    out += words;
  }
  return out;
}

QHash<int, QByteArray> MarkdownBlockModel::roleNames() const {
  return {{KindRole, "kind"}, {TextRole, "text"}, {LanguageRole, "language"}, {HtmlRole, "html"}, {PartsRole, "parts"}, {LevelRole, "level"}, {ColumnsRole, "columns"},
          {AroundRole, "around"}, {JoinedRole, "joined"}, {GapRole, "gap"}, {RightToLeftRole, "rightToLeft"}, {OpenRole, "open"}};
}

}  // namespace halftone::app
