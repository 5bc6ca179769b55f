// The reports that crashes have left (app/crash/crash_handler.h).
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <optional>

namespace halftone::app {

class CrashReports {
 public:
  explicit CrashReports(QString folder) : folder_(std::move(folder)) {}

  struct Report {
    QString file;  // its name
    QDateTime when;
  };
  std::optional<Report> newest() const;
  QString folder() const { return folder_; }
  void forget() const;  // all of them
  void thin() const;    // to the newest ten

 private:
  QStringList names() const;  // newest first

  QString folder_;
};

}  // namespace halftone::app
