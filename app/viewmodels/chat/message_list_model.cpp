#include "app/viewmodels/chat/message_list_model.h"

#include <QLocale>

#include "app/attachments/as_sent.h"
#include "app/format.h"
#include "app/viewmodels/chat/settings_change.h"

namespace halftone::app {

MessageListModel::MessageListModel(QObject* parent) : QAbstractListModel(parent) {}
MessageListModel::~MessageListModel() = default;

QList<MessageRecord> MessageListModel::records() const {
  QList<MessageRecord> records;
  for (const Row& row : rows_) records.append(row.record);
  return records;
}

int MessageListModel::rowOf(const QString& messageId) const {
  for (int row = count() - 1; row >= 0; --row)
    if (at(row).id == messageId) return row;
  return -1;
}

MarkdownBlockModel* MessageListModel::blocksAt(int row) const {
  return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)].blocks.get() : nullptr;
}

MarkdownBlockModel* MessageListModel::reasoningAt(int row) const {
  return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)].reasoning.get() : nullptr;
}

int MessageListModel::versionAt(int row) const { return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)].version : 0; }
int MessageListModel::versionsAt(int row) const { return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)].versions : 0; }

MessageListModel::Row MessageListModel::makeRow(const Shown& shown) const {
  Row row{shown.record, std::make_unique<MarkdownBlockModel>(), std::make_unique<MarkdownBlockModel>(), shown.streaming};
  row.version = shown.version;
  row.versions = shown.versions;
  for (MarkdownBlockModel* blocks : {row.blocks.get(), row.reasoning.get()}) {
    QQmlEngine::setObjectOwnership(blocks, QQmlEngine::CppOwnership);
    blocks->setDark(dark_);
  }
  if (row.record.role == u"user") {
    row.blocks->setPlain(row.record.text);
    return row;
  }
  show(row, row.splitter.append(row.record.text));
  if (!shown.streaming) finishText(row);
  return row;
}

// What the splitter found, to the blocks that show it.
void MessageListModel::show(Row& row, const ReasoningSplitter::Parts& parts) {
  if (row.splitter.isThinking() && !row.clock.isValid()) row.clock.start();
  if (parts.moved) row.blocks->clear();
  if (!parts.reasoning.isEmpty()) row.reasoning->append(parts.reasoning);
  if (!parts.answer.isEmpty()) row.blocks->append(parts.answer);
  if (row.clock.isValid() && !row.splitter.isThinking() && row.thoughtSeconds == 0 && row.streaming)
    row.thoughtSeconds = static_cast<double>(row.clock.elapsed()) / 1000;
}

void MessageListModel::finishText(Row& row) {
  show(row, row.splitter.finish());
  row.reasoning->finish();
  row.blocks->finish();
}

void MessageListModel::show(const QList<Shown>& path) {
  const int before = count(), after = static_cast<int>(path.size());
  removeFrom(after);
  for (int row = 0; row < count(); ++row) {
    Row& r = rows_[static_cast<std::size_t>(row)];
    const Shown& shown = path[row];
    r.record.shown = shown.record.shown;
    if (r.record.id != shown.record.id) {
      discard(r);
      r = makeRow(shown);
      changed(row, {});
    } else if (r.version != shown.version || r.versions != shown.versions) {
      r.version = shown.version;
      r.versions = shown.versions;
      changed(row, {VersionRole, VersionsRole});
    }
  }
  if (count() < after) {
    beginInsertRows({}, count(), after - 1);
    for (int row = count(); row < after; ++row) rows_.push_back(makeRow(path[row]));
    endInsertRows();
  }
  if (before != after) emit countChanged();
}

// The delegates let go of their blocks before these are destroyed.
void MessageListModel::discard(Row& row) {
  row.blocks.release()->deleteLater();
  row.reasoning.release()->deleteLater();
}

void MessageListModel::removeFrom(int row) {
  if (row < 0 || row >= count()) return;
  beginRemoveRows({}, row, count() - 1);
  for (std::size_t i = static_cast<std::size_t>(row); i < rows_.size(); ++i) discard(rows_[i]);
  rows_.resize(static_cast<std::size_t>(row));
  endRemoveRows();
}

void MessageListModel::appendText(int row, const QString& piece) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  r.record.text += piece;
  const bool thought = r.splitter.isThinking();
  show(r, r.splitter.append(piece));
  changed(row, {TextRole, RightToLeftRole});
  if (r.splitter.isThinking() != thought) changed(row, {ThinkingRole, ThoughtSecondsRole});
}

// The text that stands is parsed once more: its last block was closed.
void MessageListModel::resume(int row) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  discard(r);
  r = makeRow({r.record, true, r.version, r.versions});
  changed(row, {});
}

void MessageListModel::finish(int row, const MessageRecord& figures) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  r.record.finish = figures.finish;
  r.record.figures = figures.figures;
  finishText(r);
  r.streaming = false;
  changed(row, {});
  if (row > 0) changed(row - 1, {ChangeRole});  // it stands above the question
}

void MessageListModel::setOmitted(int row, bool omitted) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  if (r.record.omitted == omitted) return;
  r.record.omitted = omitted;
  changed(row, {OmittedRole});
}

void MessageListModel::setDark(bool dark) {
  dark_ = dark;
  for (const Row& row : rows_) row.blocks->setDark(dark), row.reasoning->setDark(dark);
}

void MessageListModel::changed(int row, const QList<int>& roles) { emit dataChanged(index(row), index(row), roles); }

int MessageListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case MessageIdRole: return row.record.id;
    case RoleRole: return row.record.role;
    case TextRole: return row.record.text;
    case BlocksRole: return QVariant::fromValue(row.blocks.get());
    case ReasoningRole: return QVariant::fromValue(row.reasoning.get());
    case ThinkingRole: return row.streaming && row.splitter.isThinking();
    case ThoughtSecondsRole: return row.thoughtSeconds;
    case StreamingRole: return row.streaming;
    case FinishRole: return row.streaming ? QString() : row.record.finish;
    case FiguresRole: return QVariant::fromValue(row.record.figures);
    case RightToLeftRole: return QStringView(row.record.text).isRightToLeft();
    case OmittedRole: return row.record.omitted;
    case VersionRole: return row.version;
    case VersionsRole: return row.versions;
    case DetailsRole: return detailsOf(row.record);
    case AttachmentsRole: return attachmentsOf(row.record);
    case ChangeRole: return startsTurn(index.row()) ? changeOf(row.record.role == u"user" ? index.row() + 1 : index.row()) : QString();
    default: return {};
  }
}

QVariantList MessageListModel::attachmentsOf(const MessageRecord& message) {
  QVariantList all;
  for (const Attachment& attachment : message.attachments) all.append(QVariantMap{{QStringLiteral("name"), attachment.name}, {QStringLiteral("figure"), figureOf(attachment)}, {QStringLiteral("content"), QVariant::fromValue(attachment)}});
  return all;
}

QString MessageListModel::detailsOf(const MessageRecord& message) {
  const ReplyFigures& figures = message.figures;
  QStringList parts;
  if (!figures.model.isEmpty()) parts << isolated(figures.model);
  if (!figures.settingsLabel.isEmpty()) parts << figures.settingsLabel;
  if (figures.seed != kUnknownSeed) parts << tr("seed %1").arg(figures.seed);
  if (figures.peakBytes > 0) parts << tr("peak %1").arg(formatBytes(figures.peakBytes));
  if (message.created.isValid()) {
    const bool today = message.created.date() == QDate::currentDate();
    parts << QLocale().toString(message.created, today ? QStringLiteral("HH:mm") : QStringLiteral("d MMM yyyy, HH:mm"));
  }
  return parts.join(QStringLiteral(" · "));
}

// A question, or a reply without one.
bool MessageListModel::startsTurn(int row) const { return at(row).role == u"user" || row == 0 || at(row - 1).role != u"user"; }

// Against the last reply before it that says under what it was made.
QString MessageListModel::changeOf(int reply) const {
  if (reply >= count() || at(reply).figures.settingsLabel.isEmpty()) return {};
  const ReplyFigures& own = at(reply).figures;
  int row = reply - 1;
  while (row >= 0 && at(row).figures.settingsLabel.isEmpty()) --row;
  const QString change = row < 0 ? QString() : settingsChange(at(row).figures, own);
  if (change.isEmpty()) return {};
  const qint64 computed = own.promptTokens - own.reusedTokens;
  if (computed <= 1) return tr("%1 from here").arg(change);  // the last token always is
  return tr("%1 from here · %2 tokens computed again in %3").arg(change, formatCount(computed), formatMilliseconds(own.prefillMs));
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
  return {{MessageIdRole, "messageId"}, {RoleRole, "role"}, {TextRole, "text"}, {BlocksRole, "blocks"}, {ReasoningRole, "reasoning"}, {ThinkingRole, "thinking"}, {ThoughtSecondsRole, "thoughtSeconds"}, {StreamingRole, "streaming"},
          {FinishRole, "finish"}, {FiguresRole, "figures"}, {RightToLeftRole, "rightToLeft"}, {OmittedRole, "omitted"},
          {VersionRole, "version"}, {VersionsRole, "versions"}, {DetailsRole, "details"}, {AttachmentsRole, "attachments"}, {ChangeRole, "change"}};
}

}  // namespace halftone::app
