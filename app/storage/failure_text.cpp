#include "app/storage/failure_text.h"

#include <QCoreApplication>
#include <QStorageInfo>

#include "app/format.h"

namespace halftone::app {
namespace {
struct Text {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ChatStore)
};
}  // namespace

QString detailsOf(const sql::SqlFailure& failure) {
  return failure.error.text() + QStringLiteral(" (SQLite %1)").arg(failure.error.nativeErrorCode());
}

StorageTrouble troubleOf(const sql::SqlFailure& failure, const QString& folder, const QString& file) {
  using Kind = StorageTrouble::Kind;
  const QString free = formatBytes(QStorageInfo(folder).bytesAvailable());
  switch (failure.code()) {
    case sql::kFull:
      return {Kind::full, Text::tr("The disk is full: %1 free at %2.").arg(free, isolated(folder)),
              Text::tr("Make room. Until then what you write is kept in memory only."), detailsOf(failure)};
    case sql::kReadOnly:
    case sql::kCantOpen:
      return {Kind::unwritable, Text::tr("Conversations cannot be written: %1").arg(isolated(file)),
              Text::tr("Check its permissions. Until then they are kept in memory only."), detailsOf(failure)};
    case sql::kCorrupt:
    case sql::kNotADatabase:
      return {Kind::damaged, Text::tr("The file with your conversations is damaged: %1").arg(isolated(file)),
              Text::tr("It is left as it is. Set it aside to begin anew with what could be read."), detailsOf(failure)};
    default:
      return {Kind::failed, Text::tr("Conversations cannot be saved at %1 (%2 free).").arg(isolated(folder), free),
              Text::tr("What you write is kept in memory only until saving works again."), detailsOf(failure)};
  }
}

StorageTrouble unwritableFolder(const QString& folder, const QString& reason) {
  return {StorageTrouble::Kind::unwritable, Text::tr("The folder for conversations cannot be written: %1").arg(isolated(folder)),
          Text::tr("Check its permissions. Until then conversations are kept in memory only."), reason};
}

StorageTrouble missingDriver() {
  return {StorageTrouble::Kind::noDriver, Text::tr("Conversations cannot be saved: Qt's SQLite plugin is missing."),
          Text::tr("Install it (Debian: libqt6sql6-sqlite) and start again. Until then conversations are kept in memory only."),
          QSqlDatabase::drivers().isEmpty() ? Text::tr("No SQL driver is installed.") : Text::tr("Drivers found: %1").arg(QSqlDatabase::drivers().join(QStringLiteral(", ")))};
}

}  // namespace halftone::app
