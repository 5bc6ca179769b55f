#include "app/markdown/markdown_block_model.h"

#include <algorithm>
#include <utility>

#include "app/markdown/emoji_images.h"
#include "app/markdown/leaf_copy.h"

namespace halftone::app {
namespace {

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

}  // namespace

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
  definitions_ = {};
  endResetModel();
  emit countChanged();
}

void MarkdownBlockModel::append(const QString& text) {
  source_ += text;
  if (looked_) publish(splitter_.append(text));
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
  const QSet<QString> changed = definitions_.read(blocks, first);
  shown_.resize(static_cast<std::size_t>(blocks.size()));
  LeafContext context{{}, definitions_.footnotes(), false};
  bool rightToLeft = first > 0 && shown_[static_cast<std::size_t>(first) - 1].rightToLeft;
  for (int i = changed.isEmpty() ? first : 0; i < blocks.size(); ++i) {
    const MarkdownBlock& block = blocks[i];
    Shown& shown = shown_[static_cast<std::size_t>(i)];
    if (i < first) {
      if (!Definitions::concerns(block, changed)) continue;
      rightToLeft = shown.rightToLeft;
    }
    if (const int direction = block.kind == MarkdownBlock::Kind::code ? 0 : directionOf(block.text)) rightToLeft = direction > 0;
    shown.rightToLeft = context.rightToLeft = rightToLeft;
    context.links = definitions_.linksOf(block);
    shown.leaves = leavesOf(block, context);
  }
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
    else footnotes.append({definitions_.footnotes().value(blocks[i].language, static_cast<int>(definitions_.footnotes().size()) + 1), i});
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

QStringList MarkdownBlockModel::codeParts(int index) const {
  const Row& row = rows_[static_cast<std::size_t>(index)];
  auto& code = const_cast<Row&>(row).code;
  if (!code) code = std::make_shared<CodeParts>(row.leaf.language, dark_);
  return code->of(row.leaf.text, !finished_ && index == static_cast<int>(rows_.size()) - 1);
}

int MarkdownBlockModel::partStart(int row, int part) const {
  look();
  return row < 0 || row >= count() ? 0 : CodeParts::start(rows_[static_cast<std::size_t>(row)].leaf.text, part);
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
    // A part of one block of code is code; with its fence it would be another thing.
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
