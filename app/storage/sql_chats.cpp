#include "app/storage/sql_chats.h"

#include "app/storage/schema.h"

namespace halftone::app {
namespace {

// Milliseconds since 1970, UTC; 0 for no time.
QDateTime timeOf(const QVariant& ms) { return ms.toLongLong() == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(ms.toLongLong()); }
qint64 msOf(const QDateTime& time) { return time.isValid() ? time.toMSecsSinceEpoch() : 0; }

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
  figures.promptTokens = row.value(10).toInt();
  figures.reusedTokens = row.value(11).toInt();
  figures.tokens = row.value(12).toLongLong();
  figures.settingsLabel = row.value(13).toString();
  figures.draftedTokens = row.value(14).toInt();
  figures.acceptedTokens = row.value(15).toInt();
  figures.model = row.value(16).toString();
  figures.seed = row.value(17).toLongLong();
  figures.peakBytes = row.value(18).toLongLong();
  message.parent = row.value(19).toString();
  message.shown = row.value(20).toLongLong();
  message.created = timeOf(row.value(21));
  return message;
}

const QString kMessageColumns = QStringLiteral(
    "id, role, text, finish, omitted, tokens_per_second, first_token_ms, restore_ms, prefill_ms, sample_ms, prompt_tokens, "
    "reused_tokens, tokens, settings_label, drafted_tokens, accepted_tokens, model, seed, peak_bytes, parent, shown, created");

const QString kDraft = QStringLiteral("");  // instead of a message's id

// "" instead of null: the columns are NOT NULL, and a null QString would be bound as NULL.
QString text(const QString& value) { return value.isNull() ? QStringLiteral("") : value; }

}  // namespace

SqlChats::SqlChats(const QString& file, sql::Mode mode) : database_(file, mode) {}

QList<ChatSummary> SqlChats::list() {
  QList<ChatSummary> chats;
  QSqlQuery rows = database_.run(QStringLiteral("SELECT id, title, preview, updated, deleted FROM chats ORDER BY updated DESC, id"));
  while (rows.next())
    chats.append({rows.value(0).toString(), rows.value(1).toString(), rows.value(2).toString(), timeOf(rows.value(3)), timeOf(rows.value(4))});
  if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  return chats;
}

ChatRecord SqlChats::chat(const QString& id) {
  QSqlQuery row = database_.run(QStringLiteral("SELECT title, preview, updated, deleted, system_prompt, sampling, draft FROM chats WHERE id = ?"), {id});
  if (!row.next()) {
    if (row.lastError().isValid()) throw sql::SqlFailure{row.lastError()};
    return {};
  }
  ChatRecord chat;
  chat.summary = {id, row.value(0).toString(), row.value(1).toString(), timeOf(row.value(2)), timeOf(row.value(3))};
  chat.systemPrompt = row.value(4).toString();
  chat.sampling = row.value(5).toString();
  chat.draft = row.value(6).toString();
  QSqlQuery rows = database_.run(QStringLiteral("SELECT %1 FROM messages WHERE chat = ? ORDER BY position").arg(kMessageColumns), {id});
  while (rows.next()) chat.messages.append(messageOf(rows));
  if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  const auto attachments = this->attachments(id);
  for (MessageRecord& message : chat.messages) message.attachments = attachments.value(message.id);
  chat.draftAttachments = attachments.value(kDraft);
  return chat;
}

QHash<QString, QList<Attachment>> SqlChats::attachments(const QString& chat, const QString& ofMessage) {
  QHash<QString, QList<Attachment>> found;
  QSqlQuery rows = database_.run(QStringLiteral("SELECT message, name, media, text, bytes, tokens FROM attachments "
                                                "WHERE chat = ? AND message = coalesce(?, message) ORDER BY message, position"),
                                 {chat, ofMessage});
  while (rows.next()) {
    Attachment attachment;
    attachment.name = rows.value(1).toString();
    attachment.media = rows.value(2).toString();
    attachment.text = rows.value(3).toString();
    attachment.bytes = rows.value(4).toLongLong();
    attachment.tokens = rows.value(5).toLongLong();
    found[rows.value(0).toString()].append(attachment);
  }
  if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  return found;
}

void SqlChats::insertAttachments(const QString& chat, const QString& message, const QList<Attachment>& attachments) {
  qint64 position = 0;
  for (const Attachment& attachment : attachments)
    database_.run(QStringLiteral("INSERT INTO attachments (chat, message, position, name, media, text, bytes, tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                  {chat, message, position++, text(attachment.name), text(attachment.media), text(attachment.text), attachment.bytes, attachment.tokens});
}

// One pass over the texts.
SearchHits SqlChats::search(const QStringList& words) {
  SearchHits found;
  QString chat;
  MessageRecord message;  // with its attachments, a row each
  const auto look = [&] {
    if (message.id.isEmpty() || found.contains(chat)) return;
    if (const auto hit = hitOf(words, message)) found.insert(chat, *hit);
  };
  QSqlQuery rows = database_.run(QStringLiteral("SELECT m.chat, m.id, m.text, a.name, a.text FROM messages m LEFT JOIN attachments a "
                                                "ON a.chat = m.chat AND a.message = m.id ORDER BY m.chat, m.position, a.position"));
  while (rows.next()) {
    if (const QString id = rows.value(1).toString(); id != message.id) {
      look();
      chat = rows.value(0).toString();
      message = {};
      message.id = id;
      message.text = rows.value(2).toString();
    }
    if (!rows.value(3).isNull()) message.attachments.append({rows.value(3).toString(), {}, rows.value(4).toString()});
  }
  look();
  if (rows.lastError().isValid()) throw sql::SqlFailure{rows.lastError()};
  QSqlQuery titles = database_.run(QStringLiteral("SELECT id, title FROM chats"));
  while (titles.next()) {
    const QString chat = titles.value(0).toString();
    if (!found.contains(chat) && holdsAll(words, titles.value(1).toString())) found.insert(chat, {});
  }
  if (titles.lastError().isValid()) throw sql::SqlFailure{titles.lastError()};
  return found;
}

qint64 SqlChats::revision(const QString& id) {
  const QVariant revision = database_.value(QStringLiteral("SELECT revision FROM chats WHERE id = ?"), {id});
  return revision.isNull() ? -1 : revision.toLongLong();
}

QString SqlChats::chatOf(const QString& messageId) {
  return database_.value(QStringLiteral("SELECT chat FROM messages WHERE id = ?"), {messageId}).toString();
}

void SqlChats::put(const ChatRecord& chat) {
  const ChatSummary& summary = chat.summary;
  database_.run(QStringLiteral("INSERT INTO chats (id, title, preview, updated, deleted, system_prompt, sampling, draft) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                               "ON CONFLICT (id) DO UPDATE SET title = excluded.title, preview = excluded.preview, updated = excluded.updated, "
                               "deleted = excluded.deleted, system_prompt = excluded.system_prompt, sampling = excluded.sampling, draft = excluded.draft"),
                {summary.id, text(summary.title), text(summary.preview), msOf(summary.updated), msOf(summary.deleted), text(chat.systemPrompt),
                 text(chat.sampling), text(chat.draft)});
  if (attachments(summary.id, kDraft).value(kDraft) == chat.draftAttachments) return;  // a draft is saved as it is typed, what goes with it once
  database_.run(QStringLiteral("DELETE FROM attachments WHERE chat = ? AND message = ''"), {summary.id});
  insertAttachments(summary.id, kDraft, chat.draftAttachments);
}

void SqlChats::insertMessage(const QString& chat, qint64 position, const MessageRecord& message) {
  const ReplyFigures& figures = message.figures;
  database_.run(QStringLiteral("INSERT INTO messages (chat, position, %1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").arg(kMessageColumns),
                 {chat, position, message.id, message.role, text(message.text), text(message.finish), message.omitted,
                  figures.tokensPerSecond, figures.firstTokenMs, figures.restoreMs, figures.prefillMs, figures.sampleMs,
                  figures.promptTokens, figures.reusedTokens, figures.tokens, text(figures.settingsLabel), figures.draftedTokens,
                  figures.acceptedTokens, text(figures.model), figures.seed, figures.peakBytes, text(message.parent), message.shown,
                  msOf(message.created)});
  insertAttachments(chat, message.id, message.attachments);
}

void SqlChats::rename(const QString& id, const QString& title) {
  database_.run(QStringLiteral("UPDATE chats SET title = ? WHERE id = ?"), {text(title), id});
}

void SqlChats::remove(const QString& id) { database_.run(QStringLiteral("DELETE FROM chats WHERE id = ?"), {id}); }

void SqlChats::setDeleted(const QString& id, const QDateTime& when) {
  database_.run(QStringLiteral("UPDATE chats SET deleted = ? WHERE id = ?"), {msOf(when), id});
}

void SqlChats::replace(const ChatRecord& chat) {
  put(chat);
  database_.run(QStringLiteral("DELETE FROM messages WHERE chat = ?"), {chat.summary.id});
  database_.run(QStringLiteral("DELETE FROM attachments WHERE chat = ? AND message <> ''"), {chat.summary.id});
  add(chat.summary.id, chat.messages);
  database_.run(QStringLiteral("DELETE FROM reply_tokens WHERE chat = ? AND message NOT IN (SELECT id FROM messages WHERE chat = ?)"),
                {chat.summary.id, chat.summary.id});
}

void SqlChats::add(const QString& id, const QList<MessageRecord>& messages) {
  qint64 position = database_.value(QStringLiteral("SELECT coalesce(max(position) + 1, 0) FROM messages WHERE chat = ?"), {id}).toLongLong();
  for (const MessageRecord& message : messages) insertMessage(id, position++, message);
}

void SqlChats::removeMessage(const QString& messageId) {
  database_.run(QStringLiteral("DELETE FROM attachments WHERE message = ? AND chat = (SELECT chat FROM messages WHERE id = ?)"), {messageId, messageId});
  database_.run(QStringLiteral("DELETE FROM reply_tokens WHERE message = ?"), {messageId});
  database_.run(QStringLiteral("DELETE FROM messages WHERE id = ?"), {messageId});
}

void SqlChats::setShown(const QString& messageId, qint64 shown) {
  database_.run(QStringLiteral("UPDATE messages SET shown = ? WHERE id = ?"), {shown, messageId});
}

void SqlChats::setReplyText(const QString& messageId, const QString& reply) {
  database_.run(QStringLiteral("UPDATE messages SET text = ? WHERE id = ?"), {text(reply), messageId});
}

void SqlChats::finishReply(const MessageRecord& reply) {
  const ReplyFigures& figures = reply.figures;
  database_.run(QStringLiteral("UPDATE messages SET text = ?, finish = ?, tokens_per_second = ?, first_token_ms = ?, restore_ms = ?, "
                               "prefill_ms = ?, sample_ms = ?, prompt_tokens = ?, reused_tokens = ?, tokens = ?, settings_label = ?, "
                               "drafted_tokens = ?, accepted_tokens = ?, model = ?, seed = ?, peak_bytes = ? WHERE id = ?"),
                {text(reply.text), text(reply.finish), figures.tokensPerSecond, figures.firstTokenMs, figures.restoreMs, figures.prefillMs,
                 figures.sampleMs, figures.promptTokens, figures.reusedTokens, figures.tokens, text(figures.settingsLabel),
                 figures.draftedTokens, figures.acceptedTokens, text(figures.model), figures.seed, figures.peakBytes, reply.id});
}

void SqlChats::setOmitted(const QStringList& messageIds, bool omitted) {
  for (const QString& id : messageIds) database_.run(QStringLiteral("UPDATE messages SET omitted = ? WHERE id = ?"), {omitted, id});
}

void SqlChats::keepTokens(const QString& messageId, const QString& reader, const QByteArray& data) {
  database_.run(
      QStringLiteral(
          "INSERT OR REPLACE INTO reply_tokens (chat, message, reader, made, data) SELECT chat, id, ?, ?, ? FROM messages WHERE id = ?"),
      {text(reader), QDateTime::currentMSecsSinceEpoch(), data, messageId});
}

QByteArray SqlChats::tokens(const QString& messageId, const QString& reader) {
  return database_
      .value(QStringLiteral("SELECT data FROM reply_tokens WHERE message = ? AND ? IN ('', reader) ORDER BY made DESC LIMIT 1"),
             {messageId, text(reader)})
      .toByteArray();
}

void SqlChats::copyTokens(const QString& messageId, const QString& toMessageId) {
  database_.run(QStringLiteral(
                    "INSERT OR REPLACE INTO reply_tokens (chat, message, reader, made, data) SELECT m.chat, m.id, t.reader, t.made, t.data "
                    "FROM reply_tokens t, messages m WHERE t.message = ? AND m.id = ?"),
                {messageId, toMessageId});
}

void SqlChats::setRevision(const QString& id, qint64 revision) {
  database_.run(QStringLiteral("UPDATE chats SET revision = ? WHERE id = ?"), {revision, id});
}

// A file that says it has our tables, and has others.
bool SqlChats::hasOurTables() {
  try {
    database_.run(QStringLiteral("SELECT id, title, preview, updated, deleted, system_prompt, sampling, draft, revision FROM chats LIMIT 0"));
    database_.run(QStringLiteral("SELECT chat, position, %1 FROM messages LIMIT 0").arg(kMessageColumns));
    database_.run(QStringLiteral("SELECT chat, message, position, name, media, text, bytes, tokens FROM attachments LIMIT 0"));
    database_.run(QStringLiteral("SELECT chat, message, reader, made, data FROM reply_tokens LIMIT 0"));
    return true;
  } catch (const sql::SqlFailure& failure) {
    if (failure.isBusy()) throw;
    return false;
  }
}

// SQLite opens a file that may not be written without a word, and begins a transaction on it too.
void SqlChats::proveWritable() { database_.run(QStringLiteral("UPDATE chats SET title = title WHERE 0")); }

}  // namespace halftone::app
