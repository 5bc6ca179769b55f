// The conversations, kept: in one SQLite database as long as that can be written, used from one thread.
//
// Every change is one transaction (rollback journal, synchronous=FULL). Where the database is only busy, StorageBusy is thrown:
// nothing was changed, the call is to be made again (app/storage/storage_thread.h does). When it cannot be used — another instance
// holds it, the disk is full, the file is damaged or newer than this program, SQLite is missing — the store goes on in memory with
// what it could read, says so through `trouble`, remembers which chats were touched, and brings those to the disk with reattach().
// A database that is deleted or replaced while it is open is noticed before the next change; the open one still reads what was in it.
// One that is overwritten in place is noticed too, and read anew: what it held is gone, but for what whoever hears of it still has.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <expected>
#include <functional>
#include <memory>
#include <optional>

#include "app/storage/kept_files.h"
#include "app/storage/private_files.h"
#include "app/storage/storage_trouble.h"
#include "app/storage/take_in.h"

namespace halftone::app {

class InstanceLock;
class MemoryChats;
class SqlChats;
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

  QList<ChatSummary> chats();                  // newest first, deleted ones too
  ChatRecord chat(const QString& id);          // empty id where there is none
  SearchHits search(const QString& words);     // chats in whose title or messages, attachments among them, every word occurs, whatever its case

  void saveChat(const ChatRecord& chat);       // all but its messages; new or changed
  void replaceChat(const ChatRecord& chat);    // all of it
  void rename(const QString& id, const QString& title);
  void setDeleted(const QString& id, const QDateTime& when);  // invalid: it is not
  void purgeDeleted(const QDateTime& before);
  void removeChat(const QString& id);          // for good
  void copyChat(const QString& from, const ChatSummary& to);  // messages get new ids

  // Conversations from elsewhere (app/storage/take_in.h), all of them or, where it says why not, none: to disk, never into memory alone.
  std::expected<QList<TakenIn>, StorageTrouble> takeIn(QList<ChatRecord> chats);

  // In one transaction. A reply comes in as "interrupted" and stays so unless finishReply says otherwise: that is what a crash
  // leaves behind.
  void add(const ChatRecord& chat, const QList<MessageRecord>& messages);
  void removeMessage(const QString& messageId);  // one that nothing follows
  void setShown(const QString& messageId, qint64 shown);
  void saveReplyText(const QString& messageId, const QString& text);
  void finishReply(const MessageRecord& reply);
  void setOmitted(const QStringList& messageIds, bool omitted);
  // As Chats has them. A conversation whose replies are read is not changed by that.
  void keepTokens(const QString& messageId, const QString& reader, const QByteArray& data);
  QByteArray tokens(const QString& messageId, const QString& reader);

  const StorageTrouble& trouble() const { return trouble_; }
  void reattach();  // in memory: tries the disk again, and what was touched meanwhile is written there
  void retry();     // looks after the file, and the same where time may have healed the trouble
  void setAside();  // a damaged database is renamed and a new one begun with what could be read of it
  int secure();     // puts what is only in memory anywhere on disk; how many conversations would be lost now all the same
  void setMaxPages(int pages);

 private:
  using Which = std::function<QString(Chats&)>;  // the chat a change belongs to; empty: it is gone
  using Work = std::function<void(Chats&)>;

  bool attach();                                  // lock, open, migrate
  bool inspect(SqlChats& disk);                   // false: it is not to be written, and said so
  QString keepOlder(sql::Connection& database) const;  // the copy; empty: it cannot be made
  bool giveUp(const StorageTrouble& trouble);     // false
  void goOnInMemory(const StorageTrouble& why);   // with what can be read
  void detach(const StorageTrouble& trouble);     // and says so
  bool isGone() const;                            // somebody deleted or replaced the file, its folder or the lock
  StorageTrouble replacedFile(const QString& remedy) const;
  void moveToNewFile();
  bool isOverwritten() const;                     // in place: nobody else writes while we hold the lock
  void readAnew();
  void lookAfterFile();
  QStringList takeInKept(Chats& chats, bool touch);
  void bringTouched(SqlChats& disk);
  void say(const StorageTrouble& trouble);
  template <class Value> Value read(const std::function<Value(Chats&)>& work);
  enum class Changes { conversation, nothing };  // that a copy would lack
  void write(const Which& which, const Work& work, Changes changes = Changes::conversation);
  void write(const QString& chat, const Work& work, Changes changes = Changes::conversation);
  QString file() const;

  QString folder_;
  TroubleSink tell_;
  int maxPages_ = 0;
  StorageTrouble trouble_;
  std::unique_ptr<InstanceLock> lock_;
  std::unique_ptr<SqlChats> disk_;      // one of the two
  std::unique_ptr<MemoryChats> memory_;
  std::optional<FileIdentity> opened_;  // the file that disk_ reads
  std::optional<FileStamp> written_;    // as our last change left it; SQLite itself notices others' only where they count differently
  Bases touched_;                       // in memory
  QStringList adopted_;                 // kept files whose conversations are in memory
  bool changedSinceKept_ = false;
  QElapsedTimer sinceAttempt_;
};

}  // namespace halftone::app
