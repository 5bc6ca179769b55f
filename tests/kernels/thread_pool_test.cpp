#include "kernels/core/thread_pool.h"

#include <QTest>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "kernels/core/usable_cores.h"

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

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "thread_pool_test.moc"
