// The chat store's own thread, seen from the window. Nothing here blocks but wait().
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>
#include <functional>

#include "app/storage/chat_store.h"
#include "app/storage/storage_trouble.h"

namespace halftone::app {

class StorageThread : public QObject {
  Q_OBJECT

 public:
  // The store opens with the first thing asked for: who is to hear of its troubles connects before that.
  // Every `retryMs` what could not be saved is tried again. At the end a file that is busy is waited for, `patienceMs` at most.
  explicit StorageThread(const QString& folder, QObject* parent = nullptr, int retryMs = 30'000, int patienceMs = 10'000);
  ~StorageThread() override;  // after everything that was asked for is done

  // Runs `work` on the storage thread, in order; again, from the start, where the database was busy. It may touch the store and
  // what it captured by value, nothing else.
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

  bool wait(int ms = -1);  // until everything asked for so far is done; false: it is not yet

 signals:
  void troubleChanged(const halftone::app::StorageTrouble& trouble);

 private:
  class Runner;  // lives on thread_

  QThread thread_;
  Runner* runner_;
  int patienceMs_;
};

}  // namespace halftone::app
