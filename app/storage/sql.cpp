#include "app/storage/sql.h"

#include <QDateTime>
#include <QSqlDriver>
#include <QSqlRecord>
#include <QStringList>
#include <array>
#include <atomic>

namespace halftone::app::sql {
namespace {

// Element i brings a database from version i to version i + 1. Written once, never changed: databases out there were made by them.
const std::array<QStringList, 3> kMigrations{{{
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
}, {
    // Counts a chat's changes: what tells a copy whether the original is still what it was.
    QStringLiteral("ALTER TABLE chats ADD COLUMN revision INTEGER NOT NULL DEFAULT 0"),
}, {
    QStringLiteral("ALTER TABLE messages ADD COLUMN drafted_tokens INTEGER NOT NULL DEFAULT 0"),
    QStringLiteral("ALTER TABLE messages ADD COLUMN accepted_tokens INTEGER NOT NULL DEFAULT 0"),
}}};

}  // namespace

Connection::Connection(const QString& file, Mode mode) {
  static std::atomic<int> number = 0;
  name_ = QStringLiteral("halftone-%1").arg(++number);
  database_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name_);
  database_.setDatabaseName(mode == Mode::memory ? QStringLiteral(":memory:") : file);
  database_.setConnectOptions(mode == Mode::readOnly ? QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000")
                                                     : QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
  if (!database_.open()) {
    const SqlFailure failure{database_.lastError()};
    database_ = {};
    QSqlDatabase::removeDatabase(name_);
    throw failure;
  }
  try {
    run(QStringLiteral("PRAGMA foreign_keys = ON"));
    if (mode == Mode::readWrite) {
      run(QStringLiteral("PRAGMA journal_mode = DELETE"));
      run(QStringLiteral("PRAGMA synchronous = FULL"));
    }
  } catch (...) {
    database_ = {};
    QSqlDatabase::removeDatabase(name_);
    throw;
  }
}

Connection::~Connection() {
  database_ = {};
  QSqlDatabase::removeDatabase(name_);
}

QSqlQuery Connection::run(const QString& statement, const QVariantList& values) {
  QSqlQuery query(database_);
  query.setForwardOnly(true);
  if (!query.prepare(statement)) throw SqlFailure{query.lastError()};
  for (const QVariant& value : values) query.addBindValue(value);
  if (!query.exec()) throw SqlFailure{query.lastError()};
  return query;
}

QVariant Connection::value(const QString& statement, const QVariantList& values) {
  QSqlQuery query = run(statement, values);
  if (query.next()) return query.value(0);
  if (query.lastError().isValid()) throw SqlFailure{query.lastError()};
  return {};
}

void Connection::begin() {
  if (!database_.transaction()) throw SqlFailure{database_.lastError()};
}

void Connection::commit() {
  if (!database_.commit()) throw SqlFailure{database_.lastError()};
}

void Connection::rollback() { database_.rollback(); }

int schemaVersion(Connection& database) {
  if (database.value(QStringLiteral("SELECT count(*) FROM sqlite_master")).toInt() == 0) return 0;
  const bool ours = database.value(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name IN ('migrations', 'chats', 'messages')")).toInt() == 3;
  return ours ? database.value(QStringLiteral("SELECT max(version) FROM migrations")).toInt() : -1;
}

void migrate(Connection& database, int from) {
  for (int version = from; version < static_cast<int>(kMigrations.size()); ++version) {
    database.transaction([&] {
      for (const QString& statement : kMigrations[static_cast<std::size_t>(version)]) database.run(statement);
      database.run(QStringLiteral("INSERT INTO migrations VALUES (?, ?)"), {version + 1, QDateTime::currentMSecsSinceEpoch()});
    });
  }
}

void copyRows(Connection& from, Connection& to, const QString& table, const QString& column, const QString& key) {
  QSqlQuery rows = column.isEmpty() ? from.run(QStringLiteral("SELECT * FROM %1").arg(table))
                                    : from.run(QStringLiteral("SELECT * FROM %1 WHERE %2 = ?").arg(table, column), {key});
  while (rows.next()) {
    const int width = rows.record().count();
    QVariantList values;
    for (int i = 0; i < width; ++i) values.append(rows.value(i));
    to.run(QStringLiteral("INSERT INTO %1 VALUES (%2)").arg(table, QStringList(width, QStringLiteral("?")).join(u',')), values);
  }
  if (rows.lastError().isValid()) throw SqlFailure{rows.lastError()};
}

void copyChat(Connection& from, Connection& to, const QString& id) {
  copyRows(from, to, QStringLiteral("chats"), QStringLiteral("id"), id);
  copyRows(from, to, QStringLiteral("messages"), QStringLiteral("chat"), id);
}

}  // namespace halftone::app::sql
