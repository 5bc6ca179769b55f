#include "app/viewmodels/message_list_model.h"

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

MessageListModel::Row MessageListModel::makeRow(MessageRecord record, bool streaming) const {
  Row row{std::move(record), std::make_unique<MarkdownBlockModel>(), std::make_unique<MarkdownBlockModel>(), streaming};
  for (MarkdownBlockModel* blocks : {row.blocks.get(), row.reasoning.get()}) {
    QQmlEngine::setObjectOwnership(blocks, QQmlEngine::CppOwnership);
    blocks->setDark(dark_);
  }
  if (row.record.role == u"user") {
    row.blocks->setPlain(row.record.text);
    return row;
  }
  show(row, row.splitter.append(row.record.text));
  if (!streaming) finishText(row);
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

void MessageListModel::reset(QList<MessageRecord> messages) {
  removeFrom(0);
  beginResetModel();
  for (MessageRecord& message : messages) rows_.push_back(makeRow(std::move(message), false));
  endResetModel();
  emit countChanged();
}

void MessageListModel::append(MessageRecord message, bool streaming) {
  beginInsertRows({}, count(), count());
  rows_.push_back(makeRow(std::move(message), streaming));
  endInsertRows();
  emit countChanged();
}

void MessageListModel::removeFrom(int row) {
  if (row < 0 || row >= count()) return;
  beginRemoveRows({}, row, count() - 1);
  // The delegates let go of their blocks before these are destroyed.
  for (std::size_t i = static_cast<std::size_t>(row); i < rows_.size(); ++i) {
    rows_[i].blocks.release()->deleteLater();
    rows_[i].reasoning.release()->deleteLater();
  }
  rows_.resize(static_cast<std::size_t>(row));
  endRemoveRows();
  emit countChanged();
}

void MessageListModel::appendText(int row, const QString& piece) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  r.record.text += piece;
  const bool thought = r.splitter.isThinking();
  show(r, r.splitter.append(piece));
  changed(row, {TextRole, RightToLeftRole});
  if (r.splitter.isThinking() != thought) changed(row, {ThinkingRole, ThoughtSecondsRole});
}

void MessageListModel::finish(int row, const MessageRecord& figures) {
  Row& r = rows_[static_cast<std::size_t>(row)];
  r.record.finish = figures.finish;
  r.record.figures = figures.figures;
  finishText(r);
  r.streaming = false;
  changed(row, {});
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
  const ReplyFigures& figures = row.record.figures;
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
    case TokensPerSecondRole: return figures.tokensPerSecond;
    case FirstTokenMsRole: return figures.firstTokenMs;
    case ReusedTokensRole: return figures.reusedTokens;
    case PromptTokensRole: return figures.promptTokens;
    case TokensRole: return figures.tokens;
    case DraftedTokensRole: return figures.draftedTokens;
    case AcceptedTokensRole: return figures.acceptedTokens;
    case SettingsLabelRole: return figures.settingsLabel;
    case RightToLeftRole: return QStringView(row.record.text).isRightToLeft();
    case OmittedRole: return row.record.omitted;
    default: return {};
  }
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
  return {{MessageIdRole, "messageId"}, {RoleRole, "role"}, {TextRole, "text"}, {BlocksRole, "blocks"}, {ReasoningRole, "reasoning"}, {ThinkingRole, "thinking"}, {ThoughtSecondsRole, "thoughtSeconds"}, {StreamingRole, "streaming"},
          {FinishRole, "finish"}, {TokensPerSecondRole, "tokensPerSecond"}, {FirstTokenMsRole, "firstTokenMs"},
          {ReusedTokensRole, "reusedTokens"}, {PromptTokensRole, "promptTokens"}, {TokensRole, "tokens"},
          {DraftedTokensRole, "draftedTokens"}, {AcceptedTokensRole, "acceptedTokens"},
          {SettingsLabelRole, "settingsLabel"}, {RightToLeftRole, "rightToLeft"}, {OmittedRole, "omitted"}};
}

}  // namespace halftone::app
