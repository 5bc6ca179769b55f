#include "app/viewmodels/shell/crash_view_model.h"

#include <QDesktopServices>
#include <QLocale>
#include <QSettings>
#include <QUrl>

#include "app/format.h"

namespace halftone::app {
namespace {

const QString kSeen = QStringLiteral("crash/seen");

}  // namespace

CrashViewModel::CrashViewModel(const QString& folder, QSettings* state, QObject* parent) : QObject(parent), reports_(folder), state_(state) {
  reports_.thin();
  look();
}

void CrashViewModel::look() {
  const auto newest = reports_.newest();
  if (!newest || state_->value(kSeen).toString() == newest->file) return;
  report_ = *newest;
  visible_ = true;
  emit changed();
}

QString CrashViewModel::when() const {
  return visible_ ? QLocale().toString(report_.when, QStringLiteral("d MMM yyyy, HH:mm")) : QString();
}

void CrashViewModel::showFolder() {
  if (!QDesktopServices::openUrl(QUrl::fromLocalFile(reports_.folder()))) emit said(isolated(reports_.folder()));
  dismiss();
}

void CrashViewModel::forget() {
  reports_.forget();
  visible_ = false;
  emit changed();
}

void CrashViewModel::dismiss() {
  if (!visible_) return;
  state_->setValue(kSeen, report_.file);
  visible_ = false;
  emit changed();
}

}  // namespace halftone::app
