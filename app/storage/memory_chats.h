// Conversations in memory alone: while the disk cannot be written, and where there is no SQLite.
#pragma once

#include <QHash>

#include "app/storage/chats.h"

namespace halftone::app {

class MemoryChats : public Chats {
 public:
  QList<ChatSummary> list() override;
  ChatRecord chat(const QString& id) override;
  SearchHits search(const QStringList& words) override;
  qint64 revision(const QString& id) override;
  QString chatOf(const QString& messageId) override;

  void put(const ChatRecord& chat) override;
  void replace(const ChatRecord& chat) override;
  void rename(const QString& id, const QString& title) override;
  void setDeleted(const QString& id, const QDateTime& when) override;
  void remove(const QString& id) override;
  void add(const QString& id, const QList<MessageRecord>& messages) override;
  void removeMessage(const QString& messageId) override;
  void setShown(const QString& messageId, qint64 shown) override;
  void setReplyText(const QString& messageId, const QString& text) override;
  void finishReply(const MessageRecord& reply) override;
  void setOmitted(const QStringList& messageIds, bool omitted) override;
  void keepTokens(const QString& messageId, const QString& reader, const QByteArray& data) override;
  QByteArray tokens(const QString& messageId, const QString& reader) override;
  void copyTokens(const QString& messageId, const QString& toMessageId) override;
  void setRevision(const QString& id, qint64 revision) override;

  // Everything that can be read of `other`; false: not all of it could. Throws sql::SqlFailure where the file is only busy.
  bool copy(Chats& other);

 private:
  struct Kept {
    ChatRecord chat;
    qint64 revision = 0;
  };
  MessageRecord* message(const QString& id);

  struct ReadTokens {
    QString reader;
    QByteArray data;
  };

  QHash<QString, Kept> chats_;
  QHash<QString, QList<ReadTokens>> tokens_;  // by message; gone with this object
};

}  // namespace halftone::app
