// The chat store's own thread, seen from the window. Nothing here blocks but wait().
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>
#include <functional>
#include <memory>

#include "app/storage/chat_store.h"
#include "app/storage/storage_trouble.h"

namespace halftone::app {

class StorageThread : public QObject {
  Q_OBJECT

 public:
  // Every `retryMs` what could not be saved is tried again.
  explicit StorageThread(const QString& folder, QObject* parent = nullptr, int retryMs = 30'000);
  ~StorageThread() override;  // after everything that was asked for is done

  // Runs `work` on the storage thread, in order. It may touch the store and what it captured by value, nothing else.
  void submit(std::function<void(ChatStore&)> work);

  // And then hands its value to `done` on this object's thread, unless `receiver` is gone by then.
  template <class Work, class Done>
  void ask(Work work, QObject* receiver, Done done) {
    submit([this, work = std::move(work), receiver = QPointer<QObject>(receiver), done = std::move(done)](ChatStore& store) {
      auto value = work(store);
      QMetaObject::invokeMethod(this, [receiver, done, value = std::move(value)]() mutable {
        if (receiver) done(std::move(value));
      }, Qt::QueuedConnection);
    });
  }

  void wait();  // until everything asked for so far is done

 signals:
  void troubleChanged(const halftone::app::StorageTrouble& trouble);

 private:
  QThread thread_;
  QObject* runner_;                   // lives on thread_: work is posted to it
  int retryMs_;
  std::unique_ptr<ChatStore> store_;  // made, used and destroyed on thread_
};

}  // namespace halftone::app
