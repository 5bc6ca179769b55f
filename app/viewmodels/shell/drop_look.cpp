#include "app/viewmodels/shell/drop_look.h"

#include <QMutex>
#include <algorithm>
#include <thread>

#include "app/format.h"
#include "app/library/model_scan.h"

namespace halftone::app {

struct DropLook::Home {
  QMutex mutex;
  DropLook* who = nullptr;
};

DropLook::DropLook(QObject* parent) : QObject(parent), home_(std::make_shared<Home>()) { home_->who = this; }

DropLook::~DropLook() {
  const QMutexLocker lock(&home_->mutex);
  home_->who = nullptr;
}

DropLook::Found DropLook::lookAt(const QList<QUrl>& files, const Reader& reader) {
  if (files.size() > 1)  // of models one at a time; anything else is attached
    return std::ranges::all_of(files, [&](const QUrl& file) { return reader(file.toLocalFile()).whyNoModel.isEmpty(); })
               ? Found{Refused, tr("One model at a time"), {}} : Found{Files, {}, {}};
  const QString path = files.first().toLocalFile();
  const FileKind kind = reader(path);
  if (kind.mayBeWords) return {Files, {}, {}};
  if (!kind.whyNoModel.isEmpty()) return {Refused, kind.whyNoModel, {}};
  const qint64 bytes = bytesOnDisk(path);
  return {Model, {}, bytes > 0 ? isolated(formatBytes(bytes)) : QString()};  // it stands among words
}

void DropLook::look(const QList<QUrl>& files) {
  if (files.isEmpty() || (files == files_ && verdict_ != Nothing)) return;
  forget();
  files_ = files;
  if (std::ranges::any_of(files, [](const QUrl& file) { return !file.isLocalFile(); })) return show({Refused, tr("That is no file of this computer."), {}});
  show({Looking, {}, {}});
  // Of its own: one that hangs keeps nobody else waiting, the program's end neither.
  std::thread([home = home_, files, reader = reader_, number = number_] {
    const Found found = lookAt(files, reader);
    const QMutexLocker lock(&home->mutex);
    if (!home->who) return;
    QMetaObject::invokeMethod(home->who, [who = home->who, number, found] {
      if (number == who->number_) who->show(found);
    }, Qt::QueuedConnection);
  }).detach();
}

void DropLook::show(const Found& found) {
  verdict_ = found.verdict;
  refusal_ = found.refusal;
  size_ = found.size;
  emit changed();
  if (dropped_ && verdict_ != Looking) take();
}

void DropLook::take() {
  dropped_ = true;
  if (verdict_ == Looking) return;
  const Verdict verdict = verdict_;
  const QList<QUrl> files = files_;
  const QString why = refusal_;
  forget();
  if (verdict == Model) emit modelDropped(files.first());
  else if (verdict == Files) emit filesDropped(files);
  else if (verdict == Refused) emit refused(why);
}

void DropLook::forget() {
  ++number_;
  files_.clear();
  dropped_ = false;
  verdict_ = Nothing;
  refusal_.clear();
  size_.clear();
  emit changed();
}

}  // namespace halftone::app
