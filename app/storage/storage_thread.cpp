#include "app/storage/storage_thread.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QTimer>
#include <algorithm>
#include <deque>
#include <memory>

#include "app/format.h"
#include "app/storage/failure_text.h"

namespace halftone::app {
namespace {

constexpr int kFirstDelayMs = 20, kLongestDelayMs = 1000;
constexpr qint64 kSayBusyMs = 1000;  // shorter waits are nobody's business

}  // namespace

// Does one job after the other. A job that finds the database busy stays where it is, with all that it carries, and is done
// again after a pause: nothing overtakes it, so nothing is ever written upon a state that is not there.
class StorageThread::Runner : public QObject {
 public:
  Runner(StorageThread* owner, QString folder, int retryMs) : owner_(owner), folder_(std::move(folder)) {
    pause_.setSingleShot(true);
    connect(&pause_, &QTimer::timeout, this, &Runner::work);
    // What could not be saved is tried again even when nothing more is written.
    connect(&retry_, &QTimer::timeout, this, [this] {
      if (jobs_.empty()) add([](ChatStore& store) { store.retry(); });
    });
    retry_.setInterval(retryMs);
  }

  void start() { retry_.start(); }

  void add(std::function<void(ChatStore&)> job) {
    jobs_.push_back(std::move(job));
    if (!pause_.isActive()) work();
  }

  // What is left, then nothing more. Who closes while the file is busy was asked before.
  void finish(int patienceMs) {
    pause_.stop();
    QElapsedTimer since;
    since.start();
    while (!drain() && !since.hasExpired(patienceMs)) QThread::msleep(static_cast<unsigned long>(nextDelay()));
    if (!jobs_.empty()) qWarning("%d changes of conversations could not be saved: the file is locked by another program", static_cast<int>(jobs_.size()));
    store_.reset();
  }

 private:
  void work() {
    if (!drain()) pause_.start(nextDelay());
  }

  bool drain() {
    while (!jobs_.empty()) {
      try {
        if (!store_) store_ = std::make_unique<ChatStore>(folder_, [this](const StorageTrouble& trouble) { emit owner_->troubleChanged(trouble); });
        jobs_.front()(*store_);
      } catch (const StorageBusy& busy) {
        wait(busy);
        return false;
      } catch (const sql::SqlFailure& failure) {
        qWarning("storage: %s", qUtf8Printable(detailsOf(failure)));  // a job that cannot be done; the next may
      }
      jobs_.pop_front();
      delayMs_ = 0;
      busySince_.invalidate();
    }
    if (std::exchange(said_, false)) emit owner_->troubleChanged(store_->trouble());
    return true;
  }

  void wait(const StorageBusy& busy) {
    if (!busySince_.isValid()) busySince_.start();
    if (said_ || busySince_.elapsed() < kSayBusyMs) return;
    said_ = true;
    emit owner_->troubleChanged({StorageTrouble::Kind::busy,
                                 tr("Another program has locked the file with your conversations: %1").arg(isolated(folder_ + QStringLiteral("/chats.sqlite"))),
                                 tr("What you write is kept in memory and saved as soon as the lock is gone."), busy.details});
  }

  int nextDelay() { return delayMs_ = std::clamp(2 * delayMs_, kFirstDelayMs, kLongestDelayMs); }
  static QString tr(const char* text) { return QCoreApplication::translate("halftone::app::StorageThread", text); }

  StorageThread* owner_;
  QString folder_;
  QTimer pause_{this}, retry_{this};  // children: they move to the thread with this object
  std::deque<std::function<void(ChatStore&)>> jobs_;
  std::unique_ptr<ChatStore> store_;  // made, used and destroyed on the thread
  QElapsedTimer busySince_;
  int delayMs_ = 0;
  bool said_ = false;
};

StorageThread::StorageThread(const QString& folder, QObject* parent, int retryMs, int patienceMs)
    : QObject(parent), runner_(new Runner(this, folder, retryMs)), patienceMs_(patienceMs) {
  thread_.setObjectName("storage");
  runner_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, runner_, &QObject::deleteLater);
  thread_.start();
  QMetaObject::invokeMethod(runner_, [this] { runner_->start(); }, Qt::QueuedConnection);
}

StorageThread::~StorageThread() {
  QMetaObject::invokeMethod(runner_, [this] {
    runner_->finish(patienceMs_);
    thread_.quit();
  }, Qt::QueuedConnection);
  thread_.wait();
}

void StorageThread::submit(std::function<void(ChatStore&)> work) {
  QMetaObject::invokeMethod(runner_, [this, work = std::move(work)] { runner_->add(work); }, Qt::QueuedConnection);
}

bool StorageThread::wait(int ms) {
  const auto done = std::make_shared<QSemaphore>();
  submit([done](ChatStore&) { done->release(); });
  return done->tryAcquire(1, ms);
}

}  // namespace halftone::app
