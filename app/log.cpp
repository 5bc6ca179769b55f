#include "app/log.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QMutex>
#include <QMutexLocker>

#include "app/storage/private_files.h"

namespace halftone::app::log {
namespace {

QMutex mutex;
QString place;
QtMessageHandler before = nullptr;

void write(const QString& line) {
  const QMutexLocker locker(&mutex);
  if (place.isEmpty() || !makePrivateFile(place)) return;
  QFile file(place);
  if (file.size() > kLimit) {
    QFile::remove(place + QStringLiteral(".old"));
    QFile::rename(place, place + QStringLiteral(".old"));
    if (!makePrivateFile(place)) return;
  }
  if (!file.open(QFile::WriteOnly | QFile::Append)) return;
  file.write((QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs) + u' ' + line.left(4096).replace(u'\n', u' ') + u'\n').toUtf8());
}

void onMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  if (type != QtDebugMsg) write(message);
  if (before) before(type, context, message);
}

}  // namespace

void open(const QString& folder) {
  if (!makePrivateFolder(folder)) return;
  {
    const QMutexLocker locker(&mutex);
    place = folder + QStringLiteral("/halftone.log");
  }
  before = qInstallMessageHandler(onMessage);
}

void close() {
  qInstallMessageHandler(std::exchange(before, nullptr));
  const QMutexLocker locker(&mutex);
  place.clear();
}

QString path() {
  const QMutexLocker locker(&mutex);
  return place;
}

void note(const QString& line) { write(line); }

QString mention() {
  const QString file = path();
  return file.isEmpty() ? QString() : u'\n' + QCoreApplication::translate("log", "Log: %1").arg(file);
}

}  // namespace halftone::app::log
