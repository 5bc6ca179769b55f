// A fixed team of threads for loops that last microseconds: the caller works too, idle workers spin briefly, then sleep.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace halftone {

class ThreadPool {
 public:
  // `threads` counts the caller; 0 means one per physical core this process may use.
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const;

  // Runs body(begin, end, worker) over [0, count) in pieces of at least `grain`; returns when all is done. worker is in
  // [0, threads()): an index for per-thread scratch. Pieces are handed out dynamically, so a slow core does not hold the others;
  // which worker takes a piece is not fixed, so a body's result must not depend on it. Not re-entrant. An exception of the body
  // is rethrown here, after all have stopped.
  void parallel_for(std::int64_t count, std::int64_t grain,
                    const std::function<void(std::int64_t begin, std::int64_t end, int worker)>& body);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace halftone
