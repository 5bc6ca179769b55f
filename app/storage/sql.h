// SQL with failures that cannot be overlooked: every statement either works or throws SqlFailure. Used inside app/storage only.
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariantList>
#include <memory>

namespace halftone::app::sql {

struct SqlFailure { QSqlError error; };

enum class Mode { readWrite, readOnly, memory };

// A connection that closes with this object; to be used on the thread that made it.
class Connection {
 public:
  Connection(const QString& file, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  QSqlQuery run(const QString& statement, const QVariantList& values = {});
  QVariant value(const QString& statement, const QVariantList& values = {});  // first column of the first row; null where there is none

  template <class Work>
  void transaction(Work work) {
    begin();
    try {
      work();
      commit();
    } catch (...) {
      rollback();
      throw;
    }
  }

 private:
  void begin();
  void commit();
  void rollback();

  QString name_;
  QSqlDatabase database_;
};

// The schema of a database: 0 when it is new and empty, -1 when it is something else's.
int schemaVersion(Connection& database);
void migrate(Connection& database, int from);

// Rows of `table` whose `column` is `key`; all without a column. Both sides have the same schema.
void copyRows(Connection& from, Connection& to, const QString& table, const QString& column = {}, const QString& key = {});
void copyChat(Connection& from, Connection& to, const QString& id);

}  // namespace halftone::app::sql
