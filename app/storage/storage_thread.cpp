#include "app/storage/storage_thread.h"

#include <QSemaphore>

namespace halftone::app {

StorageThread::StorageThread(const QString& folder, QObject* parent) : QObject(parent), runner_(new QObject) {
  thread_.setObjectName("storage");
  runner_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, runner_, &QObject::deleteLater);
  thread_.start();
  QMetaObject::invokeMethod(runner_, [this, folder] {
    store_ = std::make_unique<ChatStore>(folder, [this](const StorageTrouble& trouble) { emit troubleChanged(trouble); });
  }, Qt::QueuedConnection);
}

StorageThread::~StorageThread() {
  QMetaObject::invokeMethod(runner_, [this] {
    store_.reset();
    thread_.quit();
  }, Qt::QueuedConnection);
  thread_.wait();
}

void StorageThread::submit(std::function<void(ChatStore&)> work) {
  QMetaObject::invokeMethod(runner_, [this, work = std::move(work)] { work(*store_); }, Qt::QueuedConnection);
}

void StorageThread::wait() {
  QSemaphore done;
  submit([&](ChatStore&) { done.release(); });
  done.acquire();
}

}  // namespace halftone::app
