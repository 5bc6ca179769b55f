#include "app/crash/crash_reports.h"

#include <QDir>
#include <QFileInfo>

namespace halftone::app {
namespace {

constexpr qsizetype kMostReports = 10;

}  // namespace

QStringList CrashReports::names() const {
  return QDir(folder_).entryList({QStringLiteral("crash-*.txt")}, QDir::Files | QDir::NoSymLinks, QDir::Time);
}

std::optional<CrashReports::Report> CrashReports::newest() const {
  const QStringList all = names();
  if (all.isEmpty()) return std::nullopt;
  return Report{all.first(), QFileInfo(folder_ + u'/' + all.first()).lastModified()};
}

void CrashReports::forget() const {
  for (const QString& name : names()) QFile::remove(folder_ + u'/' + name);
}

void CrashReports::thin() const {
  for (const QString& name : names().mid(kMostReports)) QFile::remove(folder_ + u'/' + name);
}

}  // namespace halftone::app
