// Conversations in a SQLite database. Every function may throw sql::SqlFailure; what belongs together goes into one transaction.
#pragma once

#include "app/storage/chats.h"
#include "app/storage/sql.h"

namespace halftone::app {

class SqlChats : public Chats {
 public:
  SqlChats(const QString& file, sql::Mode mode);

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

  sql::Connection& connection() { return database_; }
  bool hasOurTables();
  void proveWritable();

 private:
  QHash<QString, QList<Attachment>> attachments(const QString& chat, const QString& ofMessage = {});  // by message; null: of all
  void insertAttachments(const QString& chat, const QString& message, const QList<Attachment>& attachments);
  void insertMessage(const QString& chat, qint64 position, const MessageRecord& message);

  sql::Connection database_;
};

}  // namespace halftone::app
