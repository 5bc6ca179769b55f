#include "app/storage/kept_files.h"

#include <QDir>
#include <QFile>

#include "app/storage/private_files.h"
#include "app/storage/schema.h"
#include "app/storage/sql_chats.h"

namespace halftone::app {

QStringList keptFiles(const QString& folder) {
  QStringList files;
  for (const QString& name : QDir(folder).entryList({QStringLiteral("chats.kept-*.sqlite")}, QDir::Files, QDir::Name)) files.append(folder + u'/' + name);
  return files;
}

// The revision column holds the base: the file knows no other history. It gets its name when it is whole.
QString keep(const QString& folder, Chats& chats, const Bases& touched) {
  if (!sql::hasDriver() || !makePrivateFolder(folder)) return {};
  const QString file = folder + QStringLiteral("/chats.kept-%1.sqlite").arg(newId()), unfinished = file + QStringLiteral(".part");
  try {
    if (!makePrivateFile(unfinished)) return {};
    SqlChats kept(unfinished, sql::Mode::readWrite);
    migrate(kept.connection(), 0);
    kept.connection().transaction([&] {
      for (auto it = touched.cbegin(); it != touched.cend(); ++it) {
        const ChatRecord chat = chats.chat(it.key());
        if (chat.summary.id.isEmpty()) continue;  // deleted here
        kept.replace(chat);
        kept.setRevision(it.key(), it.value());
      }
    });
  } catch (const sql::SqlFailure&) {
    QFile::remove(unfinished);
    QFile::remove(unfinished + QStringLiteral("-journal"));
    return {};
  }
  return QFile::rename(unfinished, file) ? file : QString();
}

std::optional<QList<KeptChat>> readKept(const QString& file) {
  try {
    SqlChats kept(file, sql::Mode::readWrite);
    const int version = schemaVersion(kept.connection());
    if (version <= 0 || version > kSchemaVersion) return std::nullopt;
    migrate(kept.connection(), version);
    QList<KeptChat> all;
    for (const ChatSummary& summary : kept.list()) all.append({kept.chat(summary.id), kept.revision(summary.id)});
    return all;
  } catch (const sql::SqlFailure& failure) {
    if (failure.isBusy()) throw;
    return std::nullopt;
  }
}

}  // namespace halftone::app
