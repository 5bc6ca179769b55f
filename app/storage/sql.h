// SQL with failures that cannot be overlooked: every statement either works or throws SqlFailure. Used inside app/storage only.
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariantList>

namespace halftone::app::sql {

// https://www.sqlite.org/rescode.html
enum SqliteCode { kBusy = 5, kLocked = 6, kReadOnly = 8, kIoError = 10, kCorrupt = 11, kFull = 13, kCantOpen = 14, kConstraint = 19, kNotADatabase = 26 };

struct SqlFailure {
  QSqlError error;
  int code() const { return error.nativeErrorCode().toInt() & 0xff; }
  bool isBusy() const { return code() == kBusy || code() == kLocked; }  // somebody else holds the file: that passes
};

enum class Mode { readWrite, readOnly };

bool hasDriver();  // without Qt's SQLite plugin nothing here works

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

}  // namespace halftone::app::sql
