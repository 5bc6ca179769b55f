#include "app/storage/take_in.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QScopeGuard>
#include <algorithm>

#include "app/storage/chat_store.h"
#include "app/storage/conversation_json.h"
#include "app/storage/failure_text.h"
#include "app/storage/sql_chats.h"

namespace halftone::app {
namespace {

// Which version was looked at last, and what is sent, are no words.
bool saysTheSame(MessageRecord a, const MessageRecord& b) {
  a.shown = b.shown;
  a.omitted = b.omitted;
  return a == b;
}

bool holds(const ChatRecord& ours, const ChatRecord& theirs) {
  QHash<QString, const MessageRecord*> messages;
  for (const MessageRecord& message : ours.messages) messages.insert(message.id, &message);
  return std::ranges::all_of(theirs.messages, [&](const MessageRecord& message) {
    const MessageRecord* found = messages.value(message.id);
    return found && saysTheSame(*found, message);
  });
}

QString idOfContent(const ChatRecord& chat) {
  const QByteArray content = QJsonDocument(ConversationJson::of(chat)).toJson(QJsonDocument::Compact);
  return idFrom(chat.summary.id + u'/' + QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()));
}

}  // namespace

TakenIn takeIn(ChatRecord chat, Chats& chats, const QString& besideTitle) {
  using How = TakenIn::How;
  const QString id = chat.summary.id;
  const ChatRecord ours = chats.chat(id);
  const bool known = !ours.summary.id.isEmpty();
  ChatRecord renewed = chat;  // as it is here where another had its messages' ids
  renewIds(renewed.messages, id);
  if (known && (holds(ours, chat) || holds(ours, renewed))) {
    if (!ours.summary.deleted.isValid() || chat.summary.deleted.isValid()) return {How::here, id};
    chats.setDeleted(id, {});
    chats.setRevision(id, chats.revision(id) + 1);
    return {How::restored, id};
  }
  if (known) {
    const QString other = idOfContent(chat);
    if (chats.revision(other) >= 0) return {How::here, other};
    chat.summary.id = other;
    chat.summary.title = besideTitle.arg(chat.summary.title);
    renewIds(chat.messages, other);
  } else if (std::ranges::any_of(chat.messages, [&](const MessageRecord& message) { return !chats.chatOf(message.id).isEmpty(); })) {
    chat = renewed;
  }
  chats.replace(chat);
  chats.setRevision(chat.summary.id, 1);
  return {known ? How::beside : How::added, chat.summary.id};
}

// A failure takes all of it back, and the disk stays what is written to: whoever imports can be told, and nothing of his own is at stake.
std::expected<QList<TakenIn>, StorageTrouble> ChatStore::takeIn(QList<ChatRecord> chats) {
  lookAfterFile();
  if (!disk_) return std::unexpected(trouble_);
  try {
    const auto remember = qScopeGuard([&] { written_ = stampOf(file()); });
    QList<TakenIn> taken;
    disk_->connection().transaction([&] {
      taken.clear();
      for (ChatRecord& chat : chats) taken.append(app::takeIn(std::move(chat), *disk_, tr("%1 (from the back-up)")));
    });
    return taken;
  } catch (const sql::SqlFailure& failure) {
    if (failure.isBusy()) throw StorageBusy{detailsOf(failure)};
    return std::unexpected(troubleOf(failure, folder_, file()));
  }
}

}  // namespace halftone::app
