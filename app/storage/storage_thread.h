// The chat store's own thread, seen from the window.
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
  explicit StorageThread(const QString& folder, QObject* parent = nullptr);
  ~StorageThread() override;  // after everything that was asked for is done

  // Runs `work` on the storage thread, in order. It must not touch anything but the store and what it captured by value.
  void submit(std::function<void(ChatStore&)> work);

  // And then hands its value to `done` on the thread of `receiver`, unless that is gone.
  template <class Work, class Done>
  void ask(Work work, QObject* receiver, Done done) {
    submit([work = std::move(work), receiver = QPointer<QObject>(receiver), home = this, done = std::move(done)](ChatStore& store) mutable {
      auto value = work(store);
      QMetaObject::invokeMethod(home, [receiver, done = std::move(done), value = std::move(value)]() mutable {
        if (receiver) done(std::move(value));
      }, Qt::QueuedConnection);
    });
  }

  void wait();  // until everything asked for so far is done

 signals:
  void troubleChanged(const halftone::app::StorageTrouble& trouble);

 private:
  QThread thread_;
  QObject* worker_;
  std::unique_ptr<ChatStore> store_;  // made, used and destroyed on thread_
};

}  // namespace halftone::app
