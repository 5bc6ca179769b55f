// Workers enter a job through a gate that the caller opens and closes. The caller waits only for workers that are inside: one that
// the system has put aside before it entered finds the gate closed and costs nothing.
#include "kernels/core/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <exception>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

#include "kernels/core/stop_scope.h"
#include "kernels/core/usable_cores.h"

namespace halftone {
namespace {

// Longer than the serial code between two loops of a token, far shorter than a user notices a busy core.
constexpr auto kSpinTime = std::chrono::microseconds(50);

// Of what is left, per thread. Where a stop is waited for, a piece takes a few milliseconds of the longest loops.
constexpr std::int64_t kPieces = 4, kPiecesToStop = 64;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

// Spins until done() holds or the time is over, and says whether done() held.
template <class Done>
bool spin_until(Done done) {
  const auto end = std::chrono::steady_clock::now() + kSpinTime;
  do {
    for (int i = 0; i < 32; ++i) {
      if (done()) return true;
      pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

}  // namespace

struct ThreadPool::State {
  static constexpr std::uint32_t kClosed = 0x80000000u;

  // Each on its own cache line: pieces are taken while other cores poll the rest.
  alignas(64) std::atomic<std::uint32_t> gate{kClosed};  // closed bit and the number of workers inside
  alignas(64) std::atomic<std::uint32_t> jobs{0};        // raised with every job: what idle workers wait on
  alignas(64) std::atomic<std::int64_t> next{0};         // first index that nobody has taken
  alignas(64) std::atomic<bool> stop{false};

  // The job: written while the gate is closed and nobody is inside.
  const std::function<void(std::int64_t, std::int64_t, int)>* body = nullptr;
  std::int64_t count = 0;
  std::int64_t grain = 1;
  const std::stop_token* stopped = nullptr;
  std::atomic<bool> failed{false};
  std::exception_ptr error;  // of the first that set `failed`

  int threads = 1;
  std::vector<std::thread> workers;

  // Pieces shrink as the end comes near, in multiples of grain: few hand-outs, and an even finish.
  bool take(std::int64_t& begin, std::int64_t& end) {
    begin = next.load(std::memory_order_relaxed);
    do {
      if (begin >= count || (stopped && stopped->stop_requested())) return false;
      const std::int64_t share = (count - begin) / ((stopped ? kPiecesToStop : kPieces) * threads);
      end = begin + std::min(count - begin, std::max<std::int64_t>(share / grain, 1) * grain);
    } while (!next.compare_exchange_weak(begin, end, std::memory_order_relaxed));
    return true;
  }

  void work(int worker) {
    std::int64_t begin = 0, end = 0;
    while (take(begin, end)) {
      try {
        (*body)(begin, end, worker);
      } catch (...) {
        if (!failed.exchange(true)) error = std::current_exception();
        next.store(count, std::memory_order_relaxed);
      }
    }
  }

  void leave() {
    if (gate.fetch_sub(1, std::memory_order_acq_rel) == (kClosed | 1)) gate.notify_one();
  }

  // False: the system gives no more than there are workers now.
  bool start(int count) try {
    threads = count;
    workers.reserve(static_cast<std::size_t>(count - 1));
    for (int worker = 1; worker < count; ++worker) workers.emplace_back([this, worker] { run_worker(worker); });
    return true;
  } catch (const std::system_error&) {
    return false;
  } catch (const std::bad_alloc&) {
    return false;
  }

  void dismiss() {
    stop.store(true, std::memory_order_relaxed);
    jobs.fetch_add(1, std::memory_order_release);
    jobs.notify_all();
    for (auto& worker : workers) worker.join();
    workers.clear();
    stop.store(false, std::memory_order_relaxed);
  }

  void run_worker(int worker) {
    std::uint32_t seen = 0;
    while (true) {
      if (!spin_until([&] { return jobs.load(std::memory_order_acquire) != seen; })) jobs.wait(seen, std::memory_order_acquire);
      seen = jobs.load(std::memory_order_acquire);
      if (stop.load(std::memory_order_relaxed)) return;
      if (!(gate.fetch_add(1, std::memory_order_acq_rel) & kClosed)) work(worker);
      leave();
    }
  }
};

ThreadPool::ThreadPool(int threads) : state_(std::make_unique<State>()) {
  for (int wanted = threads > 0 ? threads : usable_cores(); !state_->start(wanted); state_->dismiss()) {
    // Threads that cannot be made are fewer threads. An eighth of those that can be is given back: others need one too, and memory.
    const int made = static_cast<int>(state_->workers.size());
    wanted = std::max(1, made - made / 8);
  }
}

ThreadPool::~ThreadPool() { state_->dismiss(); }

int ThreadPool::threads() const { return state_->threads; }

void ThreadPool::parallel_for(std::int64_t count, std::int64_t grain,
                              const std::function<void(std::int64_t begin, std::int64_t end, int worker)>& body) {
  assert(grain > 0);
  if (count <= 0) return;
  const std::stop_token* const stop = StopScope::current();
  if (count <= grain || (state_->threads == 1 && !stop)) return body(0, count, 0);

  State& state = *state_;
  state.body = &body;
  state.count = count;
  state.grain = grain;
  state.stopped = stop;
  state.next.store(0, std::memory_order_relaxed);
  state.gate.fetch_and(~State::kClosed, std::memory_order_acq_rel);
  state.jobs.fetch_add(1, std::memory_order_release);
  state.jobs.notify_all();

  state.work(0);

  state.gate.fetch_or(State::kClosed, std::memory_order_acq_rel);
  const auto empty = [&] { return state.gate.load(std::memory_order_acquire) == State::kClosed; };
  if (!spin_until(empty))
    for (std::uint32_t inside; (inside = state.gate.load(std::memory_order_acquire)) != State::kClosed;)
      state.gate.wait(inside, std::memory_order_acquire);
  if (state.failed.exchange(false)) std::rethrow_exception(std::exchange(state.error, nullptr));
}

}  // namespace halftone
