#include "app/storage/chat_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSqlQuery>
#include <QStorageInfo>
#include <algorithm>

#include "app/format.h"
#include "app/storage/sql.h"

namespace halftone::app {
namespace {

constexpr int kSchemaVersion = 3;
constexpr qint64 kRetryMs = 30'000;

// https://www.sqlite.org/rescode.html
enum SqliteCode { kReadOnly = 8, kIoError = 10, kCorrupt = 11, kFull = 13, kCantOpen = 14, kNotADatabase = 26 };

MessageRecord messageOf(const QSqlQuery& row) {
  MessageRecord message;
  message.id = row.value(0).toString();
  message.role = row.value(1).toString();
  message.text = row.value(2).toString();
  message.finish = row.value(3).toString();
  message.omitted = row.value(4).toBool();
  ReplyFigures& figures = message.figures;
  figures.tokensPerSecond = row.value(5).toDouble();
  figures.firstTokenMs = row.value(6).toDouble();
  figures.restoreMs = row.value(7).toDouble();
  figures.prefillMs = row.value(8).toDouble();
  figures.sampleMs = row.value(9).toDouble();
  figures.promptTokens = row.value(10).toLongLong();
  figures.reusedTokens = row.value(11).toLongLong();
  figures.tokens = row.value(12).toLongLong();
  figures.settingsLabel = row.value(13).toString();
  figures.draftedTokens = row.value(14).toLongLong();
  figures.acceptedTokens = row.value(15).toLongLong();
  return message;
}

const QString kMessageColumns = QStringLiteral(
    "id, role, text, finish, omitted, tokens_per_second, first_token_ms, restore_ms, prefill_ms, sample_ms, prompt_tokens, "
    "reused_tokens, tokens, settings_label, drafted_tokens, accepted_tokens");

// "" instead of null: the columns are NOT NULL, and a null QString would be bound as NULL.
QString text(const QString& value) { return value.isNull() ? QStringLiteral("") : value; }

bool holds(const QStringList& words, const QString& text) {
  return std::ranges::all_of(words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace

ChatStore::ChatStore(const QString& folder, TroubleSink trouble, int maxPages)
    : folder_(folder), tell_(std::move(trouble)), maxPages_(maxPages) {
  attach();
}

ChatStore::~ChatStore() {
  if (inMemory_ && !touched_.isEmpty() && !attach())
    qWarning("%s", qUtf8Printable(tr("%1 conversations of this session could not be saved: %2").arg(touched_.size()).arg(trouble_.cause)));
}

QString ChatStore::file() const { return folder_ + QStringLiteral("/chats.sqlite"); }

// --- the disk, and going on without it ---

bool ChatStore::attach() {
  sinceAttempt_.start();
  const auto give_up = [this](StorageTrouble trouble) {
    if (!database_) detach(trouble);
    else if (trouble.kind != trouble_.kind) say(trouble);  // a retry that finds nothing new is silent
    return false;
  };
  if (!QDir().mkpath(folder_))
    return give_up({StorageTrouble::Kind::unwritable, tr("The folder for conversations cannot be made: %1").arg(folder_),
                    tr("Check its permissions. Until then conversations are kept in memory only."), {}});

  auto lock = std::make_unique<QLockFile>(folder_ + QStringLiteral("/chats.lock"));
  lock->setStaleLockTime(0);  // never by age; a lock whose process is gone is still taken over
  if (!lock->tryLock(0)) {
    qint64 pid = 0;
    QString host, program;
    if (lock->error() == QLockFile::LockFailedError && lock->getLockInfo(&pid, &host, &program))
      return give_up({StorageTrouble::Kind::secondInstance,
                      tr("Another Halftone (process %1 on %2) is using your conversations.").arg(pid).arg(host),
                      tr("This window shows a copy; what you write here is saved only once the other is closed."), file()});
    return give_up({StorageTrouble::Kind::unwritable, tr("The folder for conversations cannot be written: %1").arg(folder_),
                    tr("Check its permissions. Until then conversations are kept in memory only."), {}});
  }
  try {
    auto disk = std::make_unique<sql::Connection>(file(), sql::Mode::readWrite);
    const int version = sql::schemaVersion(*disk);
    if (version > kSchemaVersion)
      return give_up({StorageTrouble::Kind::newer,
                      tr("Your conversations were written by a newer Halftone (format %1; this one knows %2).").arg(version).arg(kSchemaVersion),
                      tr("Use the newer version. They are left as they are; what you write here is kept in memory only."), file()});
    if (version < 0)
      return give_up({StorageTrouble::Kind::damaged, tr("%1 holds something other than conversations.").arg(file()),
                      tr("It is left as it is. Set it aside to begin anew; until then conversations are kept in memory only."), {}});
    if (const QString report = disk->value(QStringLiteral("PRAGMA quick_check(1)")).toString(); report != u"ok")
      return give_up({StorageTrouble::Kind::damaged, tr("The file with your conversations is damaged: %1").arg(file()),
                      tr("It is left as it is. Set it aside to begin anew with what could be read."), report});
    if (maxPages_ > 0) disk->run(QStringLiteral("PRAGMA max_page_count = %1").arg(maxPages_));
    sql::migrate(*disk, version);
    if (inMemory_) saveTouched(*disk);
    database_ = std::move(disk);
  } catch (const sql::SqlFailure& failure) {
    return give_up(explain(failure));
  }
  lock_ = std::move(lock);
  inMemory_ = false;
  touched_.clear();
  if (trouble_.kind != StorageTrouble::Kind::none) say({});
  return true;
}

void ChatStore::detach(const StorageTrouble& trouble) {
  auto memory = std::make_unique<sql::Connection>(QString(), sql::Mode::memory);
  sql::migrate(*memory, 0);
  if (trouble.kind != StorageTrouble::Kind::newer && QFile::exists(file())) {
    try {  // what can be read; a damaged file may end this half way
      sql::Connection disk(file(), sql::Mode::readOnly);
      if (sql::schemaVersion(disk) == kSchemaVersion) {
        disk.transaction([&] {  // both tables as of one moment
          sql::copyRows(disk, *memory, QStringLiteral("chats"));
          sql::copyRows(disk, *memory, QStringLiteral("messages"));
        });
      }
    } catch (const sql::SqlFailure&) {
    }
  }
  database_ = std::move(memory);
  inMemory_ = true;
  lock_.reset();
  say(trouble);
}

void ChatStore::reattach() {
  if (inMemory_) attach();
}

void ChatStore::retry() {
  const bool mayHeal = trouble_.kind != StorageTrouble::Kind::newer && trouble_.kind != StorageTrouble::Kind::damaged;
  if (inMemory_ && mayHeal) attach();
}

void ChatStore::setAside() {
  if (!inMemory_) return;
  const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
  QFile::rename(file(), folder_ + QStringLiteral("/chats.damaged-%1.sqlite").arg(stamp));
  QFile::rename(file() + QStringLiteral("-journal"), folder_ + QStringLiteral("/chats.damaged-%1.sqlite-journal").arg(stamp));
  for (const ChatSummary& chat : chats()) touched_.insert(chat.id, -1);
  attach();
}

void ChatStore::setMaxPages(int pages) {
  maxPages_ = pages;
  if (!inMemory_) database_->run(QStringLiteral("PRAGMA max_page_count = %1").arg(pages > 0 ? pages : 1'073'741'823));
}

// A chat that somebody else changed meanwhile is kept beside ours, under another id.
void ChatStore::saveTouched(sql::Connection& disk) {
  disk.transaction([&] {
    for (auto it = touched_.cbegin(); it != touched_.cend(); ++it) {
      const QString& id = it.key();
      const QVariant revision = disk.value(QStringLiteral("SELECT revision FROM chats WHERE id = ?"), {id});
      const bool foreign = !revision.isNull() && revision.toLongLong() != it.value();
      if (foreign) {
        const QString other = newId();
        disk.run(QStringLiteral("INSERT INTO chats SELECT ?, title || ?, preview, updated, system_prompt, sampling, draft, revision FROM chats WHERE id = ?"),
                 {other, tr(" (from the other window)"), id});
        disk.run(QStringLiteral("UPDATE messages SET chat = ? WHERE chat = ?"), {other, id});
        // The same message may stand in both: ours keeps the id.
        disk.run(QStringLiteral("UPDATE messages SET id = id || '+' || ? WHERE chat = ?"), {other, other});
      }
      disk.run(QStringLiteral("DELETE FROM chats WHERE id = ?"), {id});
      sql::copyChat(*database_, disk, id);  // nothing where it was deleted here
    }
  });
}

StorageTrouble ChatStore::explain(const sql::SqlFailure& failure) const {
  const QString details = failure.error.text() + QStringLiteral(" (SQLite %1)").arg(failure.error.nativeErrorCode());
  const qint64 free = QStorageInfo(folder_).bytesAvailable();
  switch (failure.error.nativeErrorCode().toInt() & 0xff) {
    case kFull:
      return {StorageTrouble::Kind::full, tr("The disk is full: %1 free at %2.").arg(formatBytes(free), folder_),
              tr("Make room. Until then what you write is kept in memory only."), details};
    case kReadOnly:
    case kCantOpen:
      return {StorageTrouble::Kind::unwritable, tr("Conversations cannot be written: %1").arg(file()),
              tr("Check its permissions. Until then they are kept in memory only."), details};
    case kCorrupt:
    case kNotADatabase:
      return {StorageTrouble::Kind::damaged, tr("The file with your conversations is damaged: %1").arg(file()),
              tr("It is left as it is. Set it aside to begin anew with what could be read."), details};
    default:
      return {StorageTrouble::Kind::failed, tr("Conversations cannot be saved at %1 (%2 free).").arg(folder_, formatBytes(free)),
              tr("What you write is kept in memory only until saving works again."), details};
  }
}

void ChatStore::say(const StorageTrouble& trouble) {
  trouble_ = trouble;
  if (tell_) tell_(trouble);
}

void ChatStore::read(const std::function<void()>& work) {
  try {
    work();
  } catch (const sql::SqlFailure& failure) {
    if (inMemory_) return say(explain(failure));
    detach(explain(failure));
    read(work);
  }
}

void ChatStore::write(const QString& chat, const std::function<void()>& work) {
  if (chat.isEmpty()) return;  // of a message that was removed meanwhile
  if (sinceAttempt_.hasExpired(kRetryMs)) retry();
  try {
    if (inMemory_) touch(chat);
    database_->transaction([&] {
      work();
      database_->run(QStringLiteral("UPDATE chats SET revision = revision + 1 WHERE id = ?"), {chat});
    });
  } catch (const sql::SqlFailure& failure) {
    if (inMemory_) return say(explain(failure));
    detach(explain(failure));
    write(chat, work);
  }
}

void ChatStore::touch(const QString& chat) {
  if (touched_.contains(chat)) return;
  const QVariant revision = database_->value(QStringLiteral("SELECT revision FROM chats WHERE id = ?"), {chat});
  touched_.insert(chat, revision.isNull() ? -1 : revision.toLongLong());
}

// --- reading ---

QList<ChatSummary> ChatStore::chats() {
  QList<ChatSummary> chats;
  read([&] {
    chats.clear();
    QSqlQuery rows = database_->run(QStringLiteral("SELECT id, title, preview, updated FROM chats ORDER BY updated DESC, id"));
    while (rows.next())
      chats.append({rows.value(0).toString(), rows.value(1).toString(), rows.value(2).toString(),
                    QDateTime::fromMSecsSinceEpoch(rows.value(3).toLongLong())});
    if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  });
  return chats;
}

ChatRecord ChatStore::chat(const QString& id) {
  ChatRecord chat;
  read([&] {
    chat = {};
    QSqlQuery row = database_->run(QStringLiteral("SELECT title, preview, updated, system_prompt, sampling, draft FROM chats WHERE id = ?"), {id});
    if (!row.next()) return;
    chat.summary = {id, row.value(0).toString(), row.value(1).toString(), QDateTime::fromMSecsSinceEpoch(row.value(2).toLongLong())};
    chat.systemPrompt = row.value(3).toString();
    chat.sampling = row.value(4).toString();
    chat.draft = row.value(5).toString();
    QSqlQuery rows = database_->run(QStringLiteral("SELECT %1 FROM messages WHERE chat = ? ORDER BY position").arg(kMessageColumns), {id});
    while (rows.next()) chat.messages.append(messageOf(rows));
    if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  });
  return chat;
}

// SQLite's LIKE folds ASCII only, so the comparing is done here. One pass over the texts.
QSet<QString> ChatStore::search(const QString& words) {
  const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
  QSet<QString> found;
  read([&] {
    found.clear();
    for (const char* statement : {"SELECT id, title FROM chats", "SELECT chat, text FROM messages"}) {
      QSqlQuery rows = database_->run(QLatin1String(statement));
      while (rows.next())
        if (holds(wanted, rows.value(1).toString())) found.insert(rows.value(0).toString());
      if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
    }
  });
  return found;
}

QString ChatStore::chatOf(const QString& messageId) {
  QString chat;
  read([&] { chat = database_->value(QStringLiteral("SELECT chat FROM messages WHERE id = ?"), {messageId}).toString(); });
  return chat;
}

// --- writing ---

void ChatStore::putChat(const ChatRecord& chat) {
  const ChatSummary& summary = chat.summary;
  database_->run(QStringLiteral("INSERT INTO chats (id, title, preview, updated, system_prompt, sampling, draft) VALUES (?, ?, ?, ?, ?, ?, ?) "
                                "ON CONFLICT (id) DO UPDATE SET title = excluded.title, preview = excluded.preview, updated = excluded.updated, "
                                "system_prompt = excluded.system_prompt, sampling = excluded.sampling, draft = excluded.draft"),
                 {summary.id, text(summary.title), text(summary.preview), summary.updated.toMSecsSinceEpoch(), text(chat.systemPrompt),
                  text(chat.sampling), text(chat.draft)});
}

void ChatStore::insertMessage(const QString& chat, int position, const MessageRecord& message) {
  const ReplyFigures& figures = message.figures;
  database_->run(QStringLiteral("INSERT INTO messages (chat, position, %1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").arg(kMessageColumns),
                 {chat, position, message.id, message.role, text(message.text), text(message.finish), message.omitted,
                  figures.tokensPerSecond, figures.firstTokenMs, figures.restoreMs, figures.prefillMs, figures.sampleMs,
                  figures.promptTokens, figures.reusedTokens, figures.tokens, text(figures.settingsLabel), figures.draftedTokens,
                  figures.acceptedTokens});
}

void ChatStore::saveChat(const ChatRecord& chat) {
  write(chat.summary.id, [&] { putChat(chat); });
}

void ChatStore::rename(const QString& id, const QString& title) {
  write(id, [&] { database_->run(QStringLiteral("UPDATE chats SET title = ? WHERE id = ?"), {text(title), id}); });
}

void ChatStore::removeChat(const QString& id) {
  write(id, [&] { database_->run(QStringLiteral("DELETE FROM chats WHERE id = ?"), {id}); });
}

void ChatStore::copyChat(const QString& from, const ChatSummary& to) {
  ChatRecord copy = chat(from);
  copy.summary = to;
  for (MessageRecord& message : copy.messages) message.id = newId();
  replaceTail(copy, 0, copy.messages);
}

void ChatStore::replaceTail(const ChatRecord& chat, int keep, const QList<MessageRecord>& added) {
  const QString& id = chat.summary.id;
  write(id, [&] {
    putChat(chat);
    database_->run(QStringLiteral("DELETE FROM messages WHERE chat = ? AND position >= ?"), {id, keep});
    for (int i = 0; i < added.size(); ++i) insertMessage(id, keep + i, added[i]);
  });
}

void ChatStore::saveReplyText(const QString& messageId, const QString& reply) {
  write(chatOf(messageId), [&] { database_->run(QStringLiteral("UPDATE messages SET text = ? WHERE id = ?"), {text(reply), messageId}); });
}

void ChatStore::finishReply(const MessageRecord& reply) {
  const ReplyFigures& figures = reply.figures;
  write(chatOf(reply.id), [&] {
    database_->run(QStringLiteral("UPDATE messages SET text = ?, finish = ?, tokens_per_second = ?, first_token_ms = ?, restore_ms = ?, "
                                  "prefill_ms = ?, sample_ms = ?, prompt_tokens = ?, reused_tokens = ?, tokens = ?, settings_label = ?, drafted_tokens = ?, accepted_tokens = ? WHERE id = ?"),
                   {text(reply.text), text(reply.finish), figures.tokensPerSecond, figures.firstTokenMs, figures.restoreMs, figures.prefillMs,
                    figures.sampleMs, figures.promptTokens, figures.reusedTokens, figures.tokens, text(figures.settingsLabel),
                    figures.draftedTokens, figures.acceptedTokens, reply.id});
  });
}

void ChatStore::setOmitted(const QStringList& messageIds, bool omitted) {
  if (messageIds.isEmpty()) return;
  write(chatOf(messageIds.first()), [&] {
    for (const QString& id : messageIds) database_->run(QStringLiteral("UPDATE messages SET omitted = ? WHERE id = ?"), {omitted, id});
  });
}

}  // namespace halftone::app
