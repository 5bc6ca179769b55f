#include "app/storage/private_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>

namespace halftone::app {

namespace {

// A folder of our name and our user's was made by us, or for us: by a package, a script, a version that asked for less. Others stay as they
// are: whoever chose the place also chose who may look into it.
void closeOurs(const QFileInfo& folder) {
  struct stat status = {};
  const QByteArray name = QFile::encodeName(folder.filePath());
  if (folder.fileName() != QStringLiteral("halftone") || ::lstat(name.constData(), &status) != 0) return;
  if (S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 077) != 0) ::chmod(name.constData(), status.st_mode & 0700);
}

}  // namespace

bool makePrivateFolder(const QString& path) {
  const QString clean = QDir::cleanPath(path);
  const QFileInfo info(clean);
  if (info.isDir()) {
    closeOurs(info);
    return true;
  }
  if (info.exists()) {
    errno = ENOTDIR;
    return false;
  }
  const QString above = info.path();
  if (above != clean && !makePrivateFolder(above)) return false;
  return ::mkdir(QFile::encodeName(clean).constData(), 0700) == 0 || errno == EEXIST;
}

// Never opens a file that is there: closing it again would drop the locks that SQLite holds on it in this process.
bool makePrivateFile(const QString& path) {
  const QByteArray name = QFile::encodeName(path);
  const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
    return true;
  }
  if (errno != EEXIST) return false;
  struct stat status = {};
  if (::stat(name.constData(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077) != 0) ::chmod(name.constData(), status.st_mode & 0700);
  return true;
}

std::optional<FileIdentity> identityOf(const QString& path) {
  struct stat status = {};
  if (::stat(QFile::encodeName(path).constData(), &status) != 0) return std::nullopt;
  return FileIdentity{static_cast<quint64>(status.st_dev), static_cast<quint64>(status.st_ino)};
}

std::optional<FileStamp> stampOf(const QString& path) {
  struct stat status = {};
  if (::stat(QFile::encodeName(path).constData(), &status) != 0) return std::nullopt;
  return FileStamp{status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace halftone::app
