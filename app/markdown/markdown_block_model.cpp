#include "app/markdown/markdown_block_model.h"

#include <QRegularExpression>
#include <algorithm>

#include "app/markdown/block_html.h"

namespace halftone::app {
namespace {

QString nameOf(MarkdownBlock::Kind kind) {
  switch (kind) {
    case MarkdownBlock::Kind::paragraph: return QStringLiteral("paragraph");
    case MarkdownBlock::Kind::heading: return QStringLiteral("heading");
    case MarkdownBlock::Kind::code: return QStringLiteral("code");
    case MarkdownBlock::Kind::list: return QStringLiteral("list");
    case MarkdownBlock::Kind::quote: return QStringLiteral("quote");
    case MarkdownBlock::Kind::table: return QStringLiteral("table");
    case MarkdownBlock::Kind::rule: return QStringLiteral("rule");
  }
  return {};
}

// md4c wants three dashes in every column of the second row, GitHub one.
QString withWideDelimiters(QString table) {
  const qsizetype begin = table.indexOf(u'\n') + 1;
  const qsizetype end = table.indexOf(u'\n', begin);
  const QString row = table.mid(begin, end < 0 ? -1 : end - begin);
  static const QRegularExpression dashes(QStringLiteral("-+"));
  return table.replace(begin, row.size(), QString(row).replace(dashes, QStringLiteral("---")));
}

}  // namespace

MarkdownBlockModel::MarkdownBlockModel(QObject* parent) : QAbstractListModel(parent) {}
MarkdownBlockModel::~MarkdownBlockModel() = default;

void MarkdownBlockModel::setText(const QString& text) {
  splitter_ = {};
  html_.clear();
  code_.clear();
  splitter_.append(text);
  splitter_.finish();
  beginResetModel();
  count_ = static_cast<int>(splitter_.blocks().size());
  endResetModel();
  emit countChanged();
}

void MarkdownBlockModel::clear() {
  beginResetModel();
  splitter_ = {};
  html_.clear();
  code_.clear();
  count_ = 0;
  endResetModel();
  emit countChanged();
}

void MarkdownBlockModel::append(const QString& piece) { publish(splitter_.append(piece)); }
void MarkdownBlockModel::finish() { publish(splitter_.finish()); }

void MarkdownBlockModel::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  code_.clear();
  if (count_ > 0) emit dataChanged(index(0), index(count_ - 1), {HtmlRole});
}

// Tells the view what the splitter did: blocks from `first` on changed, some may have come or gone.
void MarkdownBlockModel::publish(int first) {
  const int before = count_;
  const int after = static_cast<int>(splitter_.blocks().size());
  if (after != before || splitter_.isFinished()) first = std::max(0, std::min({first, before - 1, after - 1}));  // which one is open changes
  for (int row = first; row < before; ++row) {
    html_.remove(row);
    const auto code = code_.find(row);
    if (code == code_.end()) continue;
    const bool same = row < after && splitter_.blocks()[row].kind == MarkdownBlock::Kind::code && splitter_.blocks()[row].language == code->second.language;
    if (!same) code_.erase(code);
  }
  if (after < before) {
    beginRemoveRows({}, after, before - 1);
    count_ = after;
    endRemoveRows();
  } else if (after > before) {
    beginInsertRows({}, before, after - 1);
    count_ = after;
    endInsertRows();
  }
  if (first < std::min(before, after)) emit dataChanged(index(first), index(std::min(before, after) - 1));
  if (after != before) emit countChanged();
}

int MarkdownBlockModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count_; }

QVariant MarkdownBlockModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() >= splitter_.blocks().size()) return {};
  const MarkdownBlock& block = splitter_.blocks()[index.row()];
  switch (role) {
    case KindRole: return nameOf(block.kind);
    case TextRole: return block.text;
    case LanguageRole: return block.language;
    case HtmlRole: return html(index.row());
    case LevelRole: return block.level;
    case OpenRole: return !splitter_.isFinished() && index.row() == count_ - 1;
    default: return {};
  }
}

QString MarkdownBlockModel::html(int row) const {
  const MarkdownBlock& block = splitter_.blocks()[row];
  if (block.kind == MarkdownBlock::Kind::code) return codeHtml(row);
  if (block.kind == MarkdownBlock::Kind::rule) return {};
  QString& html = html_[row];
  if (html.isEmpty()) html = htmlOfMarkdown(block.kind == MarkdownBlock::Kind::table ? withWideDelimiters(block.text) : block.text);
  return html;
}

// Lines that are complete are highlighted once, however often the block is looked at while it grows.
QString MarkdownBlockModel::codeHtml(int row) const {
  const MarkdownBlock& block = splitter_.blocks()[row];
  auto found = code_.find(row);
  if (found == code_.end()) found = code_.emplace(row, Code{block.language, CodeHighlighter(block.language, dark_), {}, 0}).first;
  Code& code = found->second;
  const QStringView text = block.text;
  const auto add = [&code](const QString& line) { code.html += code.read > 0 ? u'\n' + line : line; };
  for (qsizetype end; (end = text.indexOf(u'\n', code.read)) >= 0; code.read = end + 1) add(code.highlighter.line(text.mid(code.read, end - code.read)));

  // The last line may still grow, or turn out to be the end of the block.
  QString last;
  if (const bool closed = splitter_.isFinished() || row < count_ - 1; code.read <= text.size()) {
    const QStringView rest = text.mid(code.read);
    if (closed) {
      add(code.highlighter.line(rest));
      code.read = text.size() + 1;
    } else {
      last = (code.read > 0 ? QStringLiteral("\n") : QString()) + rest.toString().toHtmlEscaped();
    }
  }
  return QStringLiteral("<div style=\"white-space:pre\">") + code.html + last + QStringLiteral("</div>");
}

QHash<int, QByteArray> MarkdownBlockModel::roleNames() const {
  return {{KindRole, "kind"}, {TextRole, "text"}, {LanguageRole, "language"}, {HtmlRole, "html"}, {LevelRole, "level"}, {OpenRole, "open"}};
}

}  // namespace halftone::app
