// The conversations on disk: one SQLite database, one connection, used from one thread.
//
// Every change is one transaction (rollback journal, synchronous=FULL). When the database cannot be used — another instance
// holds it, the disk is full, the file is damaged or newer than this program — the store goes on in memory with what it could
// read, says so through `trouble`, remembers which chats were touched, and brings those to the disk with reattach().
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <functional>
#include <memory>

#include "app/storage/records.h"
#include "app/storage/storage_trouble.h"

class QLockFile;

namespace halftone::app {

namespace sql {
class Connection;
struct SqlFailure;
}

class ChatStore {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ChatStore)

 public:
  using TroubleSink = std::function<void(const StorageTrouble&)>;

  // maxPages: the database may not grow beyond that many pages (0: no such limit).
  ChatStore(const QString& folder, TroubleSink trouble, int maxPages = 0);
  ~ChatStore();  // tries once more to save what is only in memory

  QList<ChatSummary> chats();                  // newest first
  ChatRecord chat(const QString& id);          // empty id where there is none
  QSet<QString> search(const QString& words);  // chats in whose title or messages every word occurs, whatever its case

  void saveChat(const ChatRecord& chat);       // all but its messages; new or changed
  void rename(const QString& id, const QString& title);
  void removeChat(const QString& id);
  void copyChat(const QString& from, const ChatSummary& to);  // messages get new ids

  // The conversation keeps its first `keep` messages and gets `added`, in one transaction. A reply comes in as "interrupted"
  // and stays so unless finishReply says otherwise: that is what a crash leaves behind.
  void replaceTail(const ChatRecord& chat, int keep, const QList<MessageRecord>& added);
  void saveReplyText(const QString& messageId, const QString& text);
  void finishReply(const MessageRecord& reply);
  void setOmitted(const QStringList& messageIds, bool omitted);

  const StorageTrouble& trouble() const { return trouble_; }
  void reattach();  // in memory: tries the disk again, and what was touched meanwhile is written there
  void retry();     // the same, where time may have healed the trouble
  void setAside();  // a damaged database is renamed and a new one begun with what could be read of it
  void setMaxPages(int pages);

 private:
  bool attach();                                  // lock, open, migrate
  void detach(const StorageTrouble& trouble);     // goes on in memory
  StorageTrouble explain(const sql::SqlFailure& failure) const;
  void say(const StorageTrouble& trouble);
  void read(const std::function<void()>& work);
  void write(const QString& chat, const std::function<void()>& work);
  void touch(const QString& chat);
  void saveTouched(sql::Connection& disk);
  QString chatOf(const QString& messageId);
  void putChat(const ChatRecord& chat);
  void insertMessage(const QString& chat, int position, const MessageRecord& message);
  QString file() const;

  QString folder_;
  TroubleSink tell_;
  int maxPages_ = 0;
  StorageTrouble trouble_;
  std::unique_ptr<QLockFile> lock_;
  std::unique_ptr<sql::Connection> database_;     // on disk, or in memory
  bool inMemory_ = false;
  QHash<QString, qint64> touched_;                // in memory: chat → the revision that the disk's copy had, -1: not there
  QElapsedTimer sinceAttempt_;
};

}  // namespace halftone::app
