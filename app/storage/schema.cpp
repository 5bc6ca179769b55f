#include "app/storage/schema.h"

#include <QDateTime>
#include <QStringList>
#include <array>

namespace halftone::app {
namespace {

// Element i brings a database from version i to version i + 1. Written once, never changed: databases out there were made by them.
const std::array<QStringList, kSchemaVersion> kMigrations{
    {{
         QStringLiteral("CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL)"),
         QStringLiteral("CREATE TABLE chats ("
                        "id TEXT PRIMARY KEY, title TEXT NOT NULL, preview TEXT NOT NULL, updated INTEGER NOT NULL,"  // ms since 1970, UTC
                        "system_prompt TEXT NOT NULL, sampling TEXT NOT NULL, draft TEXT NOT NULL)"),
         QStringLiteral("CREATE TABLE messages ("
                        "id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, position INTEGER NOT NULL,"
                        "role TEXT NOT NULL, text TEXT NOT NULL, finish TEXT NOT NULL, omitted INTEGER NOT NULL,"
                        "tokens_per_second REAL NOT NULL, first_token_ms REAL NOT NULL, restore_ms REAL NOT NULL, prefill_ms REAL NOT NULL,"
                        "sample_ms REAL NOT NULL, prompt_tokens INTEGER NOT NULL, reused_tokens INTEGER NOT NULL, tokens INTEGER NOT NULL,"
                        "settings_label TEXT NOT NULL, UNIQUE (chat, position))"),
     },
     {
         // Counts a chat's changes: what tells a copy whether the original is still what it was.
         QStringLiteral("ALTER TABLE chats ADD COLUMN revision INTEGER NOT NULL DEFAULT 0"),
     },
     {
         QStringLiteral("ALTER TABLE messages ADD COLUMN drafted_tokens INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral("ALTER TABLE messages ADD COLUMN accepted_tokens INTEGER NOT NULL DEFAULT 0"),
     },
     {
         QStringLiteral("ALTER TABLE messages ADD COLUMN model TEXT NOT NULL DEFAULT ''"),
         QStringLiteral("ALTER TABLE messages ADD COLUMN seed INTEGER NOT NULL DEFAULT -1"),
         QStringLiteral("ALTER TABLE messages ADD COLUMN peak_bytes INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral(
             "ALTER TABLE messages ADD COLUMN created INTEGER NOT NULL DEFAULT 0"),  // ms since 1970, UTC
                                                                                     // A list becomes a tree of one path: each message
                                                                                     // follows the one before it. `position` is from here
                                                                                     // on the order they were made in.
         QStringLiteral("ALTER TABLE messages ADD COLUMN parent TEXT NOT NULL DEFAULT ''"),
         QStringLiteral("ALTER TABLE messages ADD COLUMN shown INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral(
             "UPDATE messages SET shown = position, parent = coalesce((SELECT before.id FROM messages AS before "
             "WHERE before.chat = messages.chat AND before.position < messages.position ORDER BY before.position DESC LIMIT 1), '')"),
         QStringLiteral("ALTER TABLE chats ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0"),  // ms since 1970, UTC; 0: it is not
     },
     {
         // `message` is empty for what goes with the draft.
         QStringLiteral("CREATE TABLE attachments ("
                        "chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, message TEXT NOT NULL, position INTEGER NOT NULL,"
                        "name TEXT NOT NULL, media TEXT NOT NULL, text TEXT NOT NULL, bytes INTEGER NOT NULL, tokens INTEGER NOT NULL,"
                        "PRIMARY KEY (chat, message, position))"),
     },
     {
         // How sure a model was of each token of a reply, by who read it; what `data` is, its reader knows.
         QStringLiteral("CREATE TABLE reply_tokens ("
                        "chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, message TEXT NOT NULL, reader TEXT NOT NULL,"
                        "made INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (message, reader))"),
     }}};

}  // namespace

int schemaVersion(sql::Connection& database) {
  if (database.value(QStringLiteral("SELECT count(*) FROM sqlite_master")).toInt() == 0) return 0;
  const bool ours = database.value(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name IN ('migrations', 'chats', 'messages')")).toInt() == 3;
  if (!ours) return -1;
  const int version = database.value(QStringLiteral("SELECT max(version) FROM migrations")).toInt();
  return version > 0 ? version : -1;
}

void migrate(sql::Connection& database, int from) {
  for (int version = from; version < static_cast<int>(kMigrations.size()); ++version) {
    database.transaction([&] {
      for (const QString& statement : kMigrations[static_cast<std::size_t>(version)]) database.run(statement);
      database.run(QStringLiteral("INSERT INTO migrations VALUES (?, ?)"), {version + 1, QDateTime::currentMSecsSinceEpoch()});
    });
  }
}

void copyInto(sql::Connection& database, const QString& file) { database.run(QStringLiteral("VACUUM INTO ?"), {file}); }

}  // namespace halftone::app
