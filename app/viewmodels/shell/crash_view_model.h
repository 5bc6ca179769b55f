// What the start before this one ended by, where that was a crash: said once, quietly. The report stays where it is, or goes; it is sent
// nowhere.
#pragma once

#include <QObject>
#include <QQmlEngine>

#include "app/crash/crash_reports.h"

class QSettings;

namespace halftone::app {

class CrashViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
  Q_PROPERTY(QString when READ when NOTIFY changed)  // "30 Nov 2026 20:55"

 public:
  CrashViewModel(const QString& folder, QSettings* state, QObject* parent = nullptr);

  void look();  // for a report that has not been spoken of
  bool isVisible() const { return visible_; }
  QString when() const;

  Q_INVOKABLE void showFolder();
  Q_INVOKABLE void forget();   // the reports are gone
  Q_INVOKABLE void dismiss();  // they stay, and this one is not spoken of again

 signals:
  void changed();
  void said(const QString& words);

 private:
  CrashReports reports_;
  CrashReports::Report report_;
  QSettings* state_;
  bool visible_ = false;
};

}  // namespace halftone::app
