// ChatViewModel, where what was said is said otherwise: each answer or wording stands beside the one it is another of.
#include "app/attachments/as_sent.h"
#include "app/storage/storage_thread.h"
#include "app/viewmodels/chat/chat_view_model.h"

namespace halftone::app {

void ChatViewModel::regenerate(int row) {
  if (!canSend() || idAt(row).isEmpty()) return;
  const QString parent = isReply(row) ? messages_.at(row).parent : idAt(row);
  if (!parent.isEmpty()) reply(parent, {});
}

void ChatViewModel::editAndResend(int row, const QString& text, const QList<int>& without) {
  if (!canSend() || idAt(row).isEmpty() || isReply(row)) return;
  MessageRecord question = newMessage(QStringLiteral("user"), text);
  const QList<Attachment>& attachments = messages_.at(row).attachments;
  for (int i = 0; i < attachments.size(); ++i)
    if (!without.contains(i)) question.attachments.append(attachments[i]);
  if (wordsOf(question).trimmed().isEmpty()) return;
  reply(messages_.at(row).parent, {question});
}

void ChatViewModel::retry() {
  if (!canSend() || messages_.count() == 0) return;
  if (const int begun = messages_.rowOf(before_.id); begun >= 0) continueReply(begun);
  else regenerate(messages_.count() - 1);
}

void ChatViewModel::editReply(int row, const QString& text, bool goOn) {
  if (isBusy() || !isReply(row) || text.trimmed().isEmpty()) return;
  const MessageRecord version = tree_.add(newMessage(QStringLiteral("assistant"), text, QStringLiteral("edited")), messages_.at(row).parent);
  cutAfter_.clear();
  showPath();
  storage_->submit([record = record(), version](ChatStore& store) { store.add(record, {version}); });
  if (goOn) continueReply(row);
}

// A reply that something follows is gone on with in a version of its own: what was said after it was said to this text.
void ChatViewModel::continueReply(int row) {
  if (!canSend() || !isReply(row) || messages_.at(row).text.isEmpty()) return;
  notice_.dismiss();
  before_ = messages_.at(row);
  MessageRecord reply = before_;
  const bool beside = tree_.isFollowed(reply.id);
  if (beside) {
    reply = newMessage(reply.role, reply.text);
    reply.figures = before_.figures;
    reply = tree_.add(reply, before_.parent);
  }
  reply.finish = kInterrupted;
  tree_[reply.id].finish = kInterrupted;
  replyId_ = reply.id;
  cutAfter_.clear();
  showPath();
  messages_.resume(messages_.rowOf(reply.id));
  ask(reply.id, [record = record(), reply, beside](ChatStore& store) { beside ? store.add(record, {reply}) : store.finishReply(reply); });
}

void ChatViewModel::continueFrom(int row) {
  if (isBusy() || !isReply(row) || row == messages_.count() - 1) return;
  cutAfter_ = idAt(row);
  showPath();
  notice_.show({QStringLiteral("info"), tr("Your next message goes on from here. What followed is kept as another version."), {},
                {QStringLiteral("back"), tr("Back")}, {}});
}

void ChatViewModel::showVersion(int row, int version) {
  const QStringList versions = tree_.versionsOf(idAt(row));
  if (version < 1 || version > versions.size()) return;
  const QString& id = versions[version - 1];
  tree_.show(id);
  if (!cutAfter_.isEmpty()) notice_.dismiss();
  cutAfter_.clear();
  showPath();
  saveShown(id);
}

QList<MessageRecord> ChatViewModel::versionsAt(int row) const {
  QList<MessageRecord> versions;
  for (const QString& id : tree_.versionsOf(idAt(row))) versions << *tree_.find(id);
  return versions;
}

void ChatViewModel::saveShown(const QString& id) {
  storage_->submit([id, shown = tree_[id].shown](ChatStore& store) { store.setShown(id, shown); });
}

void ChatViewModel::showPath() {
  QList<MessageListModel::Shown> path;
  for (const QString& id : tree_.path()) {
    const QStringList versions = tree_.versionsOf(id);
    path.append({*tree_.find(id), id == replyId_, static_cast<int>(versions.indexOf(id)) + 1, static_cast<int>(versions.size())});
    if (id == cutAfter_) break;
  }
  messages_.show(path);
  emit omittedCountChanged();
  emit pathChanged();
  askCache();
}

}  // namespace halftone::app
