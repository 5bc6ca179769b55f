// The conversations on disk: one SQLite database, one connection, used from one thread.
//
// Every change is one transaction (rollback journal, synchronous=FULL). When the database cannot be used — another instance
// holds it, the disk is full, the file is damaged or newer than this program — the store goes on in memory with what it could
// read, says so through `trouble`, remembers which chats were touched, and brings those back with reattach().
#pragma once

#include <QLockFile>
#include <QSet>
#include <QSqlDatabase>
#include <functional>
#include <memory>

#include "app/storage/records.h"
#include "app/storage/storage_trouble.h"

namespace halftone::app {

class ChatStore {
 public:
  static constexpr int kSchemaVersion = 1;

  using TroubleSink = std::function<void(const StorageTrouble&)>;
  ChatStore(const QString& folder, TroubleSink trouble);
  ~ChatStore();

  QList<ChatSummary> chats();                    // newest first
  ChatRecord chat(const QString& id);            // empty id where there is none
  QSet<QString> search(const QString& words);    // chats in whose title or messages every word occurs, whatever its case

  void saveChat(const ChatSummary& summary, const QString& systemPrompt, const QString& sampling);  // new or changed
  void saveDraft(const QString& id, const QString& draft);
  void rename(const QString& id, const QString& title);
  void removeChat(const QString& id);
  void copyChat(const QString& from, const ChatSummary& to);  // messages get new ids

  // The conversation keeps its first `keep` messages and gets `added`, in one transaction. A reply comes in as "interrupted"
  // and stays so unless finishReply says otherwise: that is what a crash leaves behind.
  void replaceTail(const ChatSummary& summary, int keep, const QList<MessageRecord>& added);
  void saveReplyText(const QString& messageId, const QString& text);
  void finishReply(const MessageRecord& reply, const ChatSummary& summary);
  void setOmitted(const QStringList& messageIds, bool omitted);

  const StorageTrouble& trouble() const { return trouble_; }
  void reattach();    // tries the disk again: what was touched meanwhile is written there
  void setAside();    // a damaged database is renamed and a new one begun
  void limitPagesForTest(int pages);

 private:
  QString folder_;
  TroubleSink tell_;
  StorageTrouble trouble_;
  std::unique_ptr<QLockFile> lock_;
};

}  // namespace halftone::app
