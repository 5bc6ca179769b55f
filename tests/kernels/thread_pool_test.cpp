#include "kernels/core/thread_pool.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "kernels/core/stop_scope.h"
#include "kernels/core/usable_cores.h"
#include "tests/child_process.h"

using halftone::StopScope;
using halftone::ThreadPool;

class ThreadPoolTest : public QObject {
  Q_OBJECT

 private slots:
  void every_index_once_data();
  void every_index_once();
  void writes_are_visible_after_return();
  void pieces_respect_the_grain();
  void exception_reaches_the_caller_and_pool_survives();
  void works_after_workers_fell_asleep();
  void pools_side_by_side();
  void default_size();
  void threads_that_cannot_be_made_are_fewer_threads();
  void a_stop_ends_the_loop_data();
  void a_stop_ends_the_loop();
  void a_scope_is_the_threads_own();
};

void ThreadPoolTest::every_index_once_data() {
  QTest::addColumn<int>("threads");
  for (int threads : {1, 2, 3, 8}) QTest::addRow("%d threads", threads) << threads;
}

void ThreadPoolTest::every_index_once() {
  QFETCH(int, threads);
  ThreadPool pool(threads);
  QCOMPARE(pool.threads(), threads);
  for (std::int64_t count : {0, 1, 2, 7, 64, 1000}) {
    for (std::int64_t grain : {1, 3, 64, 5000}) {
      std::vector<std::atomic<int>> visits(count);
      std::atomic<bool> worker_in_range{true};
      pool.parallel_for(count, grain, [&](std::int64_t begin, std::int64_t end, int worker) {
        if (worker < 0 || worker >= threads) worker_in_range = false;
        for (auto i = begin; i < end; ++i) visits[i].fetch_add(1, std::memory_order_relaxed);
      });
      QVERIFY(worker_in_range);
      for (auto& v : visits) QCOMPARE(v.load(), 1);
    }
  }
}

// Plain (not atomic) data, many short loops: what a race or a late worker of the previous loop would spoil.
void ThreadPoolTest::writes_are_visible_after_return() {
  ThreadPool pool(4);
  std::vector<int> data(256, 0);
  for (int round = 0; round < 3000; ++round) {
    pool.parallel_for(std::ssize(data), 8, [&data](std::int64_t begin, std::int64_t end, int) {
      for (auto i = begin; i < end; ++i) ++data[i];
    });
    QCOMPARE(std::accumulate(data.begin(), data.end(), 0), 256 * (round + 1));
  }
}

void ThreadPoolTest::pieces_respect_the_grain() {
  ThreadPool pool(3);
  std::atomic<bool> good{true};
  pool.parallel_for(1001, 16, [&](std::int64_t begin, std::int64_t end, int) {
    if (begin % 16 != 0 || (end - begin < 16 && end != 1001)) good = false;
  });
  QVERIFY(good);
}

void ThreadPoolTest::exception_reaches_the_caller_and_pool_survives() {
  ThreadPool pool(4);
  for (int round = 0; round < 100; ++round) {
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, pool.parallel_for(100, 1, [](std::int64_t begin, std::int64_t, int) {
      if (begin >= 40) throw std::runtime_error("piece failed");
    }));
    std::atomic<int> sum{0};
    pool.parallel_for(100, 1, [&](std::int64_t begin, std::int64_t end, int) { sum += static_cast<int>(end - begin); });
    QCOMPARE(sum.load(), 100);
  }
}

void ThreadPoolTest::works_after_workers_fell_asleep() {
  ThreadPool pool(4);
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::atomic<int> sum{0};
    pool.parallel_for(64, 1, [&](std::int64_t begin, std::int64_t end, int) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));  // long enough for the others to join
      sum += static_cast<int>(end - begin);
    });
    QCOMPARE(sum.load(), 64);
  }
}

void ThreadPoolTest::pools_side_by_side() {
  std::atomic<int> sum{0};
  auto use = [&sum] {
    ThreadPool pool(3);
    for (int round = 0; round < 200; ++round)
      pool.parallel_for(50, 1, [&](std::int64_t begin, std::int64_t end, int) { sum += static_cast<int>(end - begin); });
  };
  std::thread other(use);
  use();
  other.join();
  QCOMPARE(sum.load(), 2 * 200 * 50);
}

void ThreadPoolTest::default_size() {
  QVERIFY(halftone::usable_cores() >= 1);
  QCOMPARE(ThreadPool().threads(), halftone::usable_cores());
}

// Issue 12, line "case 36". In a process of its own, which may take 200 MB more than it has: a thread's stack alone is 8.
void ThreadPoolTest::threads_that_cannot_be_made_are_fewer_threads() {
  if (!kAddressSpaceCanBeLimited) QSKIP("the sanitizer's shadow takes all address space");
  QCOMPARE(status_in_a_child_with(200 << 20, [] {
             ThreadPool pool(1024);
             std::atomic<std::int64_t> sum{0};
             for (int round = 0; round < 100; ++round)
               pool.parallel_for(1000, 1, [&](std::int64_t begin, std::int64_t end, int worker) {
                 if (worker < pool.threads()) sum += end - begin;
               });
             return pool.threads() > 1 && pool.threads() < 1024 && sum == 100'000 ? 0 : 1;
           }),
           0);
}

// Issue 12, line "naive prefill stops within 100 ms".
void ThreadPoolTest::a_stop_ends_the_loop_data() { every_index_once_data(); }
void ThreadPoolTest::a_stop_ends_the_loop() {
  QFETCH(int, threads);
  ThreadPool pool(threads);
  std::stop_source source;
  {
    const StopScope scope(source.get_token());
    std::vector<std::atomic<int>> visits(10'000);
    pool.parallel_for(std::ssize(visits), 1, [&](std::int64_t begin, std::int64_t end, int) {
      for (auto i = begin; i < end; ++i) visits[static_cast<std::size_t>(i)] += 1;
    });
    QVERIFY(std::ranges::all_of(visits, [](const auto& v) { return v == 1; }));  // nobody has asked
    std::atomic<std::int64_t> done{0};
    pool.parallel_for(10'000, 1, [&](std::int64_t begin, std::int64_t end, int) {
      done += end - begin;
      source.request_stop();
    });
    QVERIFY2(done > 0 && done <= 10'000 / 32, qPrintable(QString::number(done)));  // at most one piece each
    pool.parallel_for(10'000, 1, [&](std::int64_t, std::int64_t, int) { done = -1; });
    QVERIFY(done != -1);
  }
  std::atomic<std::int64_t> done{0};
  pool.parallel_for(10'000, 1, [&](std::int64_t begin, std::int64_t end, int) { done += end - begin; });
  QCOMPARE(done.load(), 10'000);  // out of the scope a stop means nothing
}

void ThreadPoolTest::a_scope_is_the_threads_own() {
  std::stop_source stopped, other;
  stopped.request_stop();
  const StopScope scope(stopped.get_token());
  {
    const StopScope inner(other.get_token());
    QVERIFY(!StopScope::current()->stop_requested());
  }
  QVERIFY(StopScope::current()->stop_requested());
  bool none = false;
  std::thread([&] { none = StopScope::current() == nullptr; }).join();
  QVERIFY(none);
}

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "thread_pool_test.moc"
