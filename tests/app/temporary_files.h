// A folder that is gone with the test, and files in it.
#pragma once

#include <QFile>
#include <QTemporaryDir>

struct TemporaryFiles : QTemporaryDir {
  // The path of a file that now holds these bytes.
  QString write(const QString& name, const QByteArray& bytes) const {
    QFile file(filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
    return file.fileName();
  }
};
