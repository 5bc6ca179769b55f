// A place where conversations are kept: on disk (sql_chats.h) or, where that cannot be, in memory (memory_chats.h).
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

#include "app/storage/records.h"

namespace halftone::app {

class Chats {
 public:
  virtual ~Chats() = default;

  virtual QList<ChatSummary> list() = 0;                        // newest first, deleted ones too
  virtual ChatRecord chat(const QString& id) = 0;               // empty id where there is none
  virtual SearchHits search(const QStringList& words) = 0;      // chats in whose title or messages, attachments among them, every word occurs, whatever its case
  virtual qint64 revision(const QString& id) = 0;               // how often it was changed; -1: there is none
  virtual QString chatOf(const QString& messageId) = 0;         // empty: no such message

  virtual void put(const ChatRecord& chat) = 0;                 // all but its messages; new or changed
  virtual void replace(const ChatRecord& chat) = 0;             // all of it
  virtual void rename(const QString& id, const QString& title) = 0;
  virtual void setDeleted(const QString& id, const QDateTime& when) = 0;  // invalid: it is not
  virtual void remove(const QString& id) = 0;                   // for good
  virtual void add(const QString& id, const QList<MessageRecord>& messages) = 0;
  virtual void removeMessage(const QString& messageId) = 0;
  virtual void setShown(const QString& messageId, qint64 shown) = 0;
  virtual void setReplyText(const QString& messageId, const QString& text) = 0;
  virtual void finishReply(const MessageRecord& reply) = 0;
  virtual void setOmitted(const QStringList& messageIds, bool omitted) = 0;
  // How sure a model was of each token of a reply, as bytes that the store does not read; by `reader`, a model under some settings. Not
  // part of a conversation: it can be made again.
  virtual void keepTokens(const QString& messageId, const QString& reader, const QByteArray& data) = 0;
  virtual QByteArray tokens(const QString& messageId,
                            const QString& reader) = 0;  // of any reader, the last one, where none is named; empty: none
  virtual void copyTokens(const QString& messageId, const QString& toMessageId) = 0;
  virtual void setRevision(const QString& id, qint64 revision) = 0;
};

// Every word of `words` occurs in `text`, whatever its case (SQLite's LIKE folds ASCII only).
bool holdsAll(const QStringList& words, const QString& text);

// Where every word occurs in a message and in what goes with it, names and texts; none: one of them does not.
std::optional<SearchHit> hitOf(const QStringList& words, const MessageRecord& message);

// Some eighty characters of `text` around the first of the words.
QString excerptOf(const QStringList& words, const QString& text);

// What is said in both, whenever and under whatever title it was said.
bool sameConversation(const ChatRecord& a, const ChatRecord& b);

// Brings a conversation to `to`, which had it at revision `base` when it was copied from there (-1: not at all). One that somebody
// else has changed since stays beside ours, under another id and `otherTitle`.
void bring(const ChatRecord& ours, qint64 base, Chats& to, const QString& otherTitle);

}  // namespace halftone::app
