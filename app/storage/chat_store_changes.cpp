// ChatStore: every change, one transaction each.
#include "app/storage/chat_store.h"
#include "app/storage/chats.h"

namespace halftone::app {

void ChatStore::saveChat(const ChatRecord& chat) {
  write(chat.summary.id, [&](Chats& chats) { chats.put(chat); });
}

void ChatStore::replaceChat(const ChatRecord& chat) {
  write(chat.summary.id, [&](Chats& chats) { chats.replace(chat); });
}

void ChatStore::setDeleted(const QString& id, const QDateTime& when) {
  write(id, [&](Chats& chats) { chats.setDeleted(id, when); });
}

void ChatStore::purgeDeleted(const QDateTime& before) {
  for (const ChatSummary& chat : chats())
    if (chat.deleted.isValid() && chat.deleted < before) removeChat(chat.id);
}

void ChatStore::rename(const QString& id, const QString& title) {
  write(id, [&](Chats& chats) { chats.rename(id, title); });
}

void ChatStore::removeChat(const QString& id) {
  write(id, [&](Chats& chats) { chats.remove(id); });
}

void ChatStore::copyChat(const QString& from, const ChatSummary& to) {
  ChatRecord copy = chat(from);
  copy.summary = to;
  const QList<MessageRecord> originals = copy.messages;
  renewIds(copy.messages);
  replaceChat(copy);
  write(
      to.id,
      [&](Chats& chats) {
        for (qsizetype i = 0; i < originals.size(); ++i) chats.copyTokens(originals[i].id, copy.messages[i].id);
      },
      Changes::nothing);
}

void ChatStore::add(const ChatRecord& chat, const QList<MessageRecord>& messages) {
  write(chat.summary.id, [&](Chats& chats) {
    chats.put(chat);
    chats.add(chat.summary.id, messages);
  });
}

void ChatStore::removeMessage(const QString& messageId) {
  write([&](Chats& chats) { return chats.chatOf(messageId); }, [&](Chats& chats) { chats.removeMessage(messageId); });
}

void ChatStore::setShown(const QString& messageId, qint64 shown) {
  write([&](Chats& chats) { return chats.chatOf(messageId); }, [&](Chats& chats) { chats.setShown(messageId, shown); });
}

void ChatStore::saveReplyText(const QString& messageId, const QString& reply) {
  write([&](Chats& chats) { return chats.chatOf(messageId); }, [&](Chats& chats) { chats.setReplyText(messageId, reply); });
}

void ChatStore::finishReply(const MessageRecord& reply) {
  write([&](Chats& chats) { return chats.chatOf(reply.id); }, [&](Chats& chats) { chats.finishReply(reply); });
}

void ChatStore::setOmitted(const QStringList& messageIds, bool omitted) {
  if (messageIds.isEmpty()) return;
  write([&](Chats& chats) { return chats.chatOf(messageIds.first()); }, [&](Chats& chats) { chats.setOmitted(messageIds, omitted); });
}

void ChatStore::keepTokens(const QString& messageId, const QString& reader, const QByteArray& data) {
  write([&](Chats& chats) { return chats.chatOf(messageId); }, [&](Chats& chats) { chats.keepTokens(messageId, reader, data); },
        Changes::nothing);
}

}  // namespace halftone::app
