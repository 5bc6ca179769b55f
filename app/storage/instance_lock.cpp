#include "app/storage/instance_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>
#include <cerrno>
#include <cstring>

namespace halftone::app {
namespace {

void readHolder(int file, InstanceLock::Refusal& refusal) {
  char bytes[512];
  const ssize_t count = ::pread(file, bytes, sizeof bytes, 0);
  const QList<QByteArray> lines = QByteArray(bytes, count > 0 ? count : 0).split('\n');
  refusal.process = lines.value(0).trimmed().toLongLong();
  refusal.host = QString::fromUtf8(lines.value(2).trimmed());
}

}  // namespace

std::unique_ptr<InstanceLock> InstanceLock::take(const QString& path, Refusal& refusal) {
  refusal = {};
  for (int attempt = 0; attempt < 10; ++attempt) {
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
      refusal.reason = QString::fromLocal8Bit(std::strerror(errno));
      return nullptr;
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      refusal.taken = errno == EWOULDBLOCK;
      refusal.reason = QString::fromLocal8Bit(std::strerror(errno));
      if (refusal.taken) readHolder(file, refusal);
      ::close(file);
      return nullptr;
    }
    struct stat status = {};
    ::fstat(file, &status);
    const FileIdentity identity{static_cast<quint64>(status.st_dev), static_cast<quint64>(status.st_ino)};
    if (identityOf(path) != identity) {  // deleted between opening and locking
      ::close(file);
      continue;
    }
    ::fchmod(file, 0600);
    const QByteArray text = QByteArray::number(QCoreApplication::applicationPid()) + "\nhalftone\n" + QSysInfo::machineHostName().toUtf8() + "\n";
    // On a full disk it holds all the same.
    if (::ftruncate(file, 0) == 0) [[maybe_unused]] const ssize_t written = ::pwrite(file, text.constData(), static_cast<std::size_t>(text.size()), 0);
    return std::unique_ptr<InstanceLock>(new InstanceLock(file, path, identity));
  }
  refusal.reason = QString::fromLocal8Bit(std::strerror(EAGAIN));
  return nullptr;
}

InstanceLock::~InstanceLock() {
  [[maybe_unused]] const int emptied = ::ftruncate(file_, 0);
  ::close(file_);
}

bool InstanceLock::isInPlace() const { return identityOf(path_) == identity_; }

}  // namespace halftone::app
