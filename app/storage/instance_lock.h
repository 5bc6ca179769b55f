// One Halftone at a time writes the conversations. The kernel holds the lock and drops it with its process, so what stands in the
// file, nothing and rubbish included, decides nothing: it only says who has it. (QLockFile believes the text and is stuck for ever
// behind an empty file.) The text is QLockFile's, for versions that still read it.
#pragma once

#include <QString>
#include <memory>

#include "app/storage/private_files.h"

namespace halftone::app {

class InstanceLock {
 public:
  struct Refusal {
    bool taken = false;      // by another process; else the file cannot be made
    qint64 process = 0;      // of the other, as far as known
    QString host, reason;
  };

  static std::unique_ptr<InstanceLock> take(const QString& path, Refusal& refusal);  // null where it is refused
  ~InstanceLock();  // the file stays: deleting it could take another's lock away
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;

  bool isInPlace() const;  // the file is still where others look for it

 private:
  InstanceLock(int file, QString path, FileIdentity identity) : file_(file), path_(std::move(path)), identity_(identity) {}

  int file_;
  QString path_;
  FileIdentity identity_;
};

}  // namespace halftone::app
