#include "app/storage/storage_thread.h"

#include <QSemaphore>
#include <QTimer>

namespace halftone::app {

StorageThread::StorageThread(const QString& folder, QObject* parent, int retryMs) : QObject(parent), runner_(new QObject), retryMs_(retryMs) {
  thread_.setObjectName("storage");
  runner_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, runner_, &QObject::deleteLater);
  thread_.start();
  QMetaObject::invokeMethod(runner_, [this, folder] {
    store_ = std::make_unique<ChatStore>(folder, [this](const StorageTrouble& trouble) { emit troubleChanged(trouble); });
    // What could not be saved is tried again even when nothing more is written.
    auto* retry = new QTimer(runner_);
    connect(retry, &QTimer::timeout, runner_, [this] {
      if (store_) store_->retry();
    });
    retry->start(retryMs_);
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
