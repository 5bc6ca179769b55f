#include "app/storage/memory_chats.h"

#include <algorithm>

#include "app/storage/sql.h"

namespace halftone::app {

QList<ChatSummary> MemoryChats::list() {
  QList<ChatSummary> list;
  for (const Kept& kept : std::as_const(chats_)) list.append(kept.chat.summary);
  std::ranges::sort(list, [](const ChatSummary& a, const ChatSummary& b) { return a.updated != b.updated ? a.updated > b.updated : a.id < b.id; });
  return list;
}

ChatRecord MemoryChats::chat(const QString& id) { return chats_.value(id).chat; }

SearchHits MemoryChats::search(const QStringList& words) {
  SearchHits found;
  for (const Kept& kept : std::as_const(chats_)) {
    std::optional<SearchHit> hit;
    for (auto message = kept.chat.messages.begin(); !hit && message != kept.chat.messages.end(); ++message) hit = hitOf(words, *message);
    if (hit) found.insert(kept.chat.summary.id, *hit);
    else if (holdsAll(words, kept.chat.summary.title)) found.insert(kept.chat.summary.id, {});
  }
  return found;
}

qint64 MemoryChats::revision(const QString& id) {
  const auto kept = chats_.constFind(id);
  return kept == chats_.cend() ? -1 : kept->revision;
}

QString MemoryChats::chatOf(const QString& messageId) {
  for (const Kept& kept : std::as_const(chats_))
    for (const MessageRecord& message : kept.chat.messages)
      if (message.id == messageId) return kept.chat.summary.id;
  return {};
}

MessageRecord* MemoryChats::message(const QString& id) {
  for (Kept& kept : chats_)
    for (MessageRecord& message : kept.chat.messages)
      if (message.id == id) return &message;
  return nullptr;
}

void MemoryChats::put(const ChatRecord& chat) {
  Kept& kept = chats_[chat.summary.id];
  QList<MessageRecord> messages = std::move(kept.chat.messages);
  kept.chat = chat;
  kept.chat.messages = std::move(messages);
}

void MemoryChats::rename(const QString& id, const QString& title) {
  if (const auto kept = chats_.find(id); kept != chats_.end()) kept->chat.summary.title = title;
}

void MemoryChats::replace(const ChatRecord& chat) { chats_[chat.summary.id].chat = chat; }

void MemoryChats::setDeleted(const QString& id, const QDateTime& when) {
  if (const auto kept = chats_.find(id); kept != chats_.end()) kept->chat.summary.deleted = when;
}

void MemoryChats::remove(const QString& id) {
  for (const MessageRecord& message : chats_.value(id).chat.messages) tokens_.remove(message.id);
  chats_.remove(id);
}

void MemoryChats::add(const QString& id, const QList<MessageRecord>& messages) {
  if (const auto kept = chats_.find(id); kept != chats_.end()) kept->chat.messages += messages;
}

void MemoryChats::removeMessage(const QString& messageId) {
  tokens_.remove(messageId);
  for (Kept& kept : chats_) kept.chat.messages.removeIf([&](const MessageRecord& message) { return message.id == messageId; });
}

void MemoryChats::setShown(const QString& messageId, qint64 shown) {
  if (MessageRecord* found = message(messageId)) found->shown = shown;
}

void MemoryChats::setReplyText(const QString& messageId, const QString& text) {
  if (MessageRecord* found = message(messageId)) found->text = text;
}

void MemoryChats::finishReply(const MessageRecord& reply) {
  MessageRecord* found = message(reply.id);
  if (!found) return;
  found->text = reply.text;
  found->finish = reply.finish;
  found->figures = reply.figures;
}

void MemoryChats::setOmitted(const QStringList& messageIds, bool omitted) {
  for (const QString& id : messageIds)
    if (MessageRecord* found = message(id)) found->omitted = omitted;
}

void MemoryChats::keepTokens(const QString& messageId, const QString& reader, const QByteArray& data) {
  QList<ReadTokens>& all = tokens_[messageId];
  all.removeIf([&](const ReadTokens& tokens) { return tokens.reader == reader; });
  all.append({reader, data});
}

QByteArray MemoryChats::tokens(const QString& messageId, const QString& reader) {
  const QList<ReadTokens> all = tokens_.value(messageId);
  const auto found =
      std::find_if(all.rbegin(), all.rend(), [&](const ReadTokens& tokens) { return reader.isEmpty() || tokens.reader == reader; });
  return found == all.rend() ? QByteArray() : found->data;
}

void MemoryChats::copyTokens(const QString& messageId, const QString& toMessageId) {
  if (const auto found = tokens_.constFind(messageId); found != tokens_.cend()) tokens_.insert(toMessageId, QList<ReadTokens>(*found));
}

void MemoryChats::setRevision(const QString& id, qint64 revision) {
  if (const auto kept = chats_.find(id); kept != chats_.end()) kept->revision = revision;
}

// A damaged file gives some of its conversations and not others: each is tried.
bool MemoryChats::copy(Chats& other) {
  QList<ChatSummary> list;
  try {
    list = other.list();
  } catch (const sql::SqlFailure& failure) {
    if (failure.isBusy()) throw;
    return false;
  }
  bool all = true;
  for (const ChatSummary& summary : list) {
    try {
      const Kept kept{other.chat(summary.id), other.revision(summary.id)};
      if (!kept.chat.summary.id.isEmpty()) chats_.insert(summary.id, kept);
    } catch (const sql::SqlFailure& failure) {
      if (failure.isBusy()) throw;
      all = false;
    }
  }
  return all;
}

}  // namespace halftone::app
