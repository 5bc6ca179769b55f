#include "app/storage/sql.h"

#include <atomic>

namespace halftone::app::sql {
namespace {

// Short: who waits longer does so outside, where it can be said and stopped (app/storage/storage_thread.h).
const QString kBusyTimeout = QStringLiteral("QSQLITE_BUSY_TIMEOUT=500");

}  // namespace

bool hasDriver() { return QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")); }

Connection::Connection(const QString& file, Mode mode) {
  static std::atomic<int> number = 0;
  name_ = QStringLiteral("halftone-%1").arg(++number);
  database_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name_);
  database_.setDatabaseName(file);
  database_.setConnectOptions(mode == Mode::readOnly ? QStringLiteral("QSQLITE_OPEN_READONLY;") + kBusyTimeout : kBusyTimeout);
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

}  // namespace halftone::app::sql
