#include "app/storage/chat_store.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>

#include "app/format.h"
#include "app/storage/failure_text.h"
#include "app/storage/instance_lock.h"
#include "app/storage/memory_chats.h"
#include "app/storage/schema.h"
#include "app/storage/sql_chats.h"

namespace halftone::app {
namespace {

using Kind = StorageTrouble::Kind;
constexpr qint64 kRetryMs = 30'000;
constexpr int kNoPageLimit = 1'073'741'823;

// An older database that may not be written itself: what it holds, by way of a copy in a temporary place.
void copyOlder(sql::Connection& database, MemoryChats& memory) {
  const QTemporaryDir folder;
  if (!folder.isValid()) return;
  const QString file = folder.filePath(QStringLiteral("chats.sqlite"));
  copyInto(database, file);
  SqlChats copy(file, sql::Mode::readWrite);
  migrate(copy.connection(), schemaVersion(copy.connection()));
  memory.copy(copy);
}

}  // namespace

ChatStore::ChatStore(const QString& folder, TroubleSink trouble, int maxPages)
    : folder_(folder), tell_(std::move(trouble)), maxPages_(maxPages) {
  attach();
}

ChatStore::~ChatStore() {
  const int lost = secure();
  if (lost > 0) qWarning("%s", qUtf8Printable(tr("%1 conversations of this session could not be saved: %2").arg(lost).arg(trouble_.cause)));
}

QString ChatStore::file() const { return folder_ + QStringLiteral("/chats.sqlite"); }

// --- the disk, and going on without it ---

bool ChatStore::giveUp(const StorageTrouble& trouble) {
  if (!memory_) detach(trouble);
  else if (trouble.kind != trouble_.kind) say(trouble);  // a retry that finds nothing new is silent
  return false;
}

bool ChatStore::attach() {
  sinceAttempt_.start();
  if (!sql::hasDriver()) return giveUp(missingDriver());
  if (!makePrivateFolder(folder_)) return giveUp(unwritableFolder(folder_, qt_error_string()));
  InstanceLock::Refusal refusal;
  auto lock = InstanceLock::take(folder_ + QStringLiteral("/chats.lock"), refusal);
  if (!lock && !refusal.taken) return giveUp(unwritableFolder(folder_, refusal.reason));
  if (!lock)
    return giveUp({Kind::secondInstance,
                   refusal.process > 0 ? tr("Another Halftone (process %1 on %2) is using your conversations.").arg(refusal.process).arg(isolated(refusal.host))
                                       : tr("Another program is using your conversations."),
                   tr("This window shows a copy; what you write here is saved only once the other is closed."), file()});
  try {
    if (!makePrivateFile(file())) return giveUp(unwritableFolder(folder_, qt_error_string()));
    auto disk = std::make_unique<SqlChats>(file(), sql::Mode::readWrite);
    const auto opened = identityOf(file());
    if (!inspect(*disk)) return false;
    QStringList taken;
    disk->connection().transaction([&] {
      bringTouched(*disk);
      taken = takeInKept(*disk, false);
    });
    for (const QString& kept : std::exchange(adopted_, {}) + taken) QFile::remove(kept);
    disk_ = std::move(disk);
    opened_ = opened;
    written_ = stampOf(file());
  } catch (const sql::SqlFailure& failure) {
    if (failure.isBusy()) throw StorageBusy{detailsOf(failure)};
    return giveUp(troubleOf(failure, folder_, file()));
  }
  lock_ = std::move(lock);
  memory_.reset();
  touched_.clear();
  if (trouble_.kind != Kind::none) say({});
  return true;
}

bool ChatStore::inspect(SqlChats& disk) {
  const StorageTrouble damaged{Kind::damaged, tr("The file with your conversations is damaged: %1").arg(isolated(file())),
                               tr("It is left as it is. Set it aside to begin anew with what could be read."), {}};
  sql::Connection& database = disk.connection();
  const int version = schemaVersion(database);
  if (version > kSchemaVersion)
    return giveUp({Kind::newer, tr("Your conversations were written by a newer Halftone (format %1; this one knows %2).").arg(version).arg(kSchemaVersion),
                   tr("Use the newer version. They are left as they are; what you write here is kept beside them."), file()});
  if (version < 0)
    return giveUp({Kind::damaged, tr("%1 holds something other than conversations.").arg(isolated(file())),
                   tr("It is left as it is. Set it aside to begin anew; until then conversations are kept in memory only."), {}});
  if (const QString report = database.value(QStringLiteral("PRAGMA quick_check(1)")).toString(); report != u"ok") {
    StorageTrouble trouble = damaged;
    trouble.details = report;
    return giveUp(trouble);
  }
  database.run(QStringLiteral("PRAGMA max_page_count = %1").arg(maxPages_ > 0 ? maxPages_ : kNoPageLimit));
  QString older;
  auto discard = qScopeGuard([&] { QFile::remove(older); });  // unless it is brought on
  if (version > 0 && version < kSchemaVersion) {
    disk.proveWritable();
    older = keepOlder(database);
    if (older.isEmpty()) return giveUp(unwritableFolder(folder_, qt_error_string()));
  }
  migrate(database, version);
  discard.dismiss();
  if (!disk.hasOurTables()) return giveUp(damaged);
  disk.proveWritable();
  return true;
}

// As it was before it is brought to this version's format: an older Halftone can still read that.
QString ChatStore::keepOlder(sql::Connection& database) const {
  QString copy = folder_ + QStringLiteral("/chats.before-%1.sqlite").arg(kSchemaVersion);
  for (int i = 2; QFile::exists(copy); ++i) copy = folder_ + QStringLiteral("/chats.before-%1-%2.sqlite").arg(kSchemaVersion).arg(i);
  if (!makePrivateFile(copy)) return {};
  auto unfinished = qScopeGuard([&] { QFile::remove(copy); });
  copyInto(database, copy);
  unfinished.dismiss();
  return copy;
}

// Nothing of the store changes before the copy is made: where the file is busy, the caller comes again.
void ChatStore::goOnInMemory(const StorageTrouble& trouble) {
  auto memory = std::make_unique<MemoryChats>();
  try {
    if (disk_) {
      memory->copy(*disk_);
    } else if (trouble.kind != Kind::newer && sql::hasDriver() && QFile::exists(file())) {
      SqlChats disk(file(), sql::Mode::readOnly);
      const int version = schemaVersion(disk.connection());
      if (version == kSchemaVersion) disk.connection().transaction([&] { memory->copy(disk); });  // all as of one moment
      else if (version > 0) copyOlder(disk.connection(), *memory);
    }
  } catch (const sql::SqlFailure& failure) {  // what lies beside it can be read all the same
    if (failure.isBusy()) throw StorageBusy{detailsOf(failure)};
  }
  QStringList taken;
  try {
    taken = takeInKept(*memory, true);
  } catch (const sql::SqlFailure& failure) {
    throw StorageBusy{detailsOf(failure)};  // all that reading them throws
  }
  adopted_ += taken;
  memory_ = std::move(memory);
  disk_.reset();
  lock_.reset();
}

void ChatStore::detach(const StorageTrouble& trouble) {
  goOnInMemory(trouble);
  say(trouble);
}

bool ChatStore::isGone() const { return disk_ && (!opened_ || identityOf(file()) != opened_ || !lock_->isInPlace()); }

StorageTrouble ChatStore::replacedFile(const QString& remedy) const {
  return {Kind::replaced, tr("The file with your conversations was deleted or replaced while Halftone was running: %1").arg(isolated(file())), remedy, {}};
}

// What was open still reads all that was in it; a file that has come in its place keeps what it holds.
void ChatStore::moveToNewFile() {
  const bool same = identityOf(file()) == opened_;  // only the lock was taken away
  const StorageTrouble replaced = replacedFile(tr("All that was in it is saved again."));
  goOnInMemory(replaced);
  if (!same)
    for (const ChatSummary& chat : memory_->list()) touched_.insert(chat.id, -1);
  changedSinceKept_ = !touched_.isEmpty();
  if (attach() && !same && tell_) tell_(replaced);
}

bool ChatStore::isOverwritten() const { return disk_ && stampOf(file()) != written_; }

// It may hold anything: it is looked at like a file that is opened for the first time.
void ChatStore::readAnew() {
  goOnInMemory({});
  if (attach() && tell_) tell_(replacedFile(tr("It was overwritten: what it holds now is kept, with what is open here; the rest is lost.")));
}

void ChatStore::lookAfterFile() {
  if (isGone()) moveToNewFile();
  else if (isOverwritten()) readAnew();
}

void ChatStore::reattach() {
  if (memory_) attach();
}

void ChatStore::retry() {
  lookAfterFile();
  if (!memory_) return;
  const bool mayHeal = trouble_.kind != Kind::newer && trouble_.kind != Kind::damaged && trouble_.kind != Kind::noDriver;
  if (mayHeal && attach()) return;
  secure();
}

int ChatStore::secure() {
  try {
    lookAfterFile();
    if (memory_ && !touched_.isEmpty()) attach();
  } catch (const StorageBusy&) {  // stays in memory until it is not
  }
  if (!memory_ || touched_.isEmpty()) return 0;
  if (!changedSinceKept_ && !adopted_.isEmpty()) return 0;
  const QString kept = keep(folder_, *memory_, touched_);
  if (kept.isEmpty()) return static_cast<int>(touched_.size());
  for (const QString& older : std::exchange(adopted_, {kept})) QFile::remove(older);
  changedSinceKept_ = false;
  return 0;
}

void ChatStore::setAside() {
  if (!memory_) return;
  const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
  const QString aside = folder_ + QStringLiteral("/chats.damaged-%1.sqlite").arg(stamp);
  QFile::rename(file(), aside);
  QFile::rename(file() + QStringLiteral("-journal"), aside + QStringLiteral("-journal"));
  for (const ChatSummary& chat : memory_->list()) touched_.insert(chat.id, -1);
  changedSinceKept_ = true;
  attach();
}

void ChatStore::setMaxPages(int pages) {
  maxPages_ = pages;
  if (disk_) disk_->connection().run(QStringLiteral("PRAGMA max_page_count = %1").arg(pages > 0 ? pages : kNoPageLimit));
}

// Conversations that lie beside the database. In memory they count as touched: they are not in it yet.
QStringList ChatStore::takeInKept(Chats& chats, bool touch) {
  QStringList taken;
  for (const QString& file : keptFiles(folder_)) {
    if (adopted_.contains(file)) continue;  // ours: in memory, and newer there
    const auto kept = readKept(file);
    if (!kept) continue;
    for (const auto& [chat, base] : *kept) {
      bring(chat, base, chats, tr("%1 (from the other window)"));
      if (touch) touched_.insert(chat.summary.id, base);
    }
    taken.append(file);
  }
  return taken;
}

// A chat that somebody else changed meanwhile is kept beside ours, under another id.
void ChatStore::bringTouched(SqlChats& disk) {
  if (!memory_) return;
  for (auto it = touched_.cbegin(); it != touched_.cend(); ++it) {
    const ChatRecord chat = memory_->chat(it.key());
    if (!chat.summary.id.isEmpty()) bring(chat, it.value(), disk, tr("%1 (from the other window)"));
    else if (disk.revision(it.key()) == it.value()) disk.remove(it.key());  // deleted here, unchanged there
  }
}

void ChatStore::say(const StorageTrouble& trouble) {
  trouble_ = trouble;
  if (tell_) tell_(trouble);
}

template <class Value>
Value ChatStore::read(const std::function<Value(Chats&)>& work) {
  if (disk_) {
    try {
      return work(*disk_);
    } catch (const sql::SqlFailure& failure) {
      if (failure.isBusy()) throw StorageBusy{detailsOf(failure)};
      detach(troubleOf(failure, folder_, file()));
    }
  }
  return work(*memory_);
}

void ChatStore::write(const Which& which, const Work& work, Changes changes) {
  if (memory_ && sinceAttempt_.hasExpired(kRetryMs)) retry();
  lookAfterFile();
  if (disk_) {
    try {
      const auto remember = qScopeGuard([&] { written_ = stampOf(file()); });
      disk_->connection().transaction([&] {
        const QString chat = which(*disk_);
        if (chat.isEmpty()) return;
        work(*disk_);
        if (changes == Changes::conversation) disk_->setRevision(chat, disk_->revision(chat) + 1);
      });
      if (trouble_.kind != Kind::none) say({});
      return;
    } catch (const sql::SqlFailure& failure) {
      if (failure.isBusy()) throw StorageBusy{detailsOf(failure)};
      const StorageTrouble trouble = troubleOf(failure, folder_, file());
      if (failure.code() == sql::kConstraint) return say(trouble);  // the change itself is at fault, and was taken back
      if (isGone()) moveToNewFile();
      else detach(trouble);
    }
    if (disk_) return write(which, work, changes);
  }
  const QString chat = which(*memory_);
  if (chat.isEmpty()) return;
  if (changes == Changes::nothing) return work(*memory_);
  if (!touched_.contains(chat)) touched_.insert(chat, memory_->revision(chat));
  work(*memory_);
  memory_->setRevision(chat, memory_->revision(chat) + 1);
  changedSinceKept_ = true;
}

void ChatStore::write(const QString& chat, const Work& work, Changes changes) {
  write([&](Chats&) { return chat; }, work, changes);
}

// --- reading ---

QList<ChatSummary> ChatStore::chats() {
  return read<QList<ChatSummary>>([](Chats& chats) { return chats.list(); });
}

ChatRecord ChatStore::chat(const QString& id) {
  return read<ChatRecord>([&](Chats& chats) { return chats.chat(id); });
}

SearchHits ChatStore::search(const QString& words) {
  return read<SearchHits>([&](Chats& chats) { return chats.search(words.split(u' ', Qt::SkipEmptyParts)); });
}

QByteArray ChatStore::tokens(const QString& messageId, const QString& reader) {
  return read<QByteArray>([&](Chats& chats) { return chats.tokens(messageId, reader); });
}

}  // namespace halftone::app
