// Files that are nobody else's business (0600, in folders of 0700), and which file a path names at the moment.
#pragma once

#include <QString>
#include <optional>

namespace halftone::app {

bool makePrivateFolder(const QString& path);  // with the folders above it; of those that are there, ours alone is closed to others. False: errno says why
bool makePrivateFile(const QString& path);    // empty where there is none; for its owner alone in any case

// Equal as long as a path names the same file: not deleted, not replaced by another of the same name.
struct FileIdentity {
  quint64 device = 0, number = 0;
  bool operator==(const FileIdentity&) const = default;
};
std::optional<FileIdentity> identityOf(const QString& path);  // none: no such file

// Equal as long as nobody writes to it: by the clock of the file system, some milliseconds fine.
struct FileStamp {
  qint64 size = 0, seconds = 0, nanoseconds = 0;
  bool operator==(const FileStamp&) const = default;
};
std::optional<FileStamp> stampOf(const QString& path);  // none: no such file

}  // namespace halftone::app
