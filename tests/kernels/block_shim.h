// A grid of CUDA blocks on one host thread, for kernels whose blocks wait for each other: every CUDA thread is a fibre that runs until it
// waits, in an order that the caller shuffles. Races are not seen, barriers that not all reach are: run_grid() then gives false.
#pragma once

#include <ucontext.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <type_traits>
#include <vector>

#include "tests/kernels/vector_shim.h"

#define __device__
#define __forceinline__ inline

namespace halftone::shim {

struct Index {
  unsigned x = 0;
};

// Where `expected` fibres meet; each finds out how many arrivals said yes.
struct Meeting {
  unsigned expected = 0, arrived = 0, generation = 0, yes = 0, last_yes = 0;
};

struct Warp {
  Meeting meeting;
  unsigned long long words[32];
};

struct Block {
  Meeting meeting;
  std::vector<Warp> warps;
};

struct Fibre {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  unsigned thread, block;
  bool over = false;
  const Meeting* waits_at = nullptr;  // while its generation is still
  unsigned generation = 0;

  bool must_wait() const { return waits_at && waits_at->generation == generation; }
};

struct Grid {
  std::vector<Block> blocks;
  std::vector<Fibre> fibres;
  ucontext_t scheduler;
  Fibre* running = nullptr;
  std::uint64_t steps = 0;  // of progress: arrivals and ends
  const std::function<void()>* body = nullptr;
};

inline Grid* grid = nullptr;

inline void yield() { swapcontext(&grid->running->context, &grid->scheduler); }

inline unsigned meet(Meeting& meeting, bool yes = false) {
  ++grid->steps;
  const unsigned generation = meeting.generation;
  meeting.yes += yes;
  if (++meeting.arrived == meeting.expected) {
    meeting.last_yes = meeting.yes;
    meeting.arrived = meeting.yes = 0;
    ++meeting.generation;
  } else {
    grid->running->waits_at = &meeting, grid->running->generation = generation;
    yield();
    grid->running->waits_at = nullptr;
  }
  return meeting.last_yes;
}

inline Block& this_block() { return grid->blocks[grid->running->block]; }
inline Warp& this_warp() { return this_block().warps[grid->running->thread / 32]; }

// The word of lane `source`, or one's own.
template <class T>
T from_lane(T mine, int source) {
  static_assert(sizeof(T) <= 8 && std::is_integral_v<T>);
  Warp& warp = this_warp();
  warp.words[grid->running->thread % 32] = mine;
  meet(warp.meeting);
  const T theirs = source < 0 || source > 31 ? mine : static_cast<T>(warp.words[source]);
  meet(warp.meeting);
  return theirs;
}

inline void enter() {
  (*grid->body)();
  grid->running->over = true;
  ++grid->steps;
  swapcontext(&grid->running->context, &grid->scheduler);
}

constexpr std::size_t kStack = 64 << 10;

// Not inlined: getcontext may return twice, as far as a compiler knows.
[[gnu::noinline]] inline void prepare(Fibre& fibre) {
  getcontext(&fibre.context);
  fibre.context.uc_stack.ss_sp = fibre.stack.get();
  fibre.context.uc_stack.ss_size = kStack;
  fibre.context.uc_link = nullptr;
  makecontext(&fibre.context, enter, 0);
}

// All fibres, until all are over; false: those that are not wait for somebody who never comes.
inline bool run_grid(unsigned blocks, unsigned threads, unsigned seed, const std::function<void()>& body) {
  Grid here;
  here.body = &body;
  here.blocks.resize(blocks);
  for (Block& block : here.blocks) {
    block.meeting.expected = threads;
    block.warps.resize(threads / 32);
    for (Warp& warp : block.warps) warp.meeting.expected = 32;
  }
  here.fibres.resize(static_cast<std::size_t>(blocks) * threads);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < here.fibres.size(); ++i) {
    Fibre& fibre = here.fibres[i];
    fibre.thread = static_cast<unsigned>(i % threads), fibre.block = static_cast<unsigned>(i / threads);
    fibre.stack = std::make_unique_for_overwrite<char[]>(kStack);
    prepare(fibre);
    order.push_back(i);
  }
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  grid = &here;
  bool all_over = false;
  for (int idle = 0; !all_over && idle < 3;) {
    const std::uint64_t before = here.steps;
    all_over = true;
    for (const std::size_t i : order) {
      Fibre& fibre = here.fibres[i];
      if (fibre.over) continue;
      if (fibre.must_wait()) {  // a switch takes long
        all_over = false;
        continue;
      }
      here.running = &fibre;
      swapcontext(&here.scheduler, &fibre.context);
      all_over = all_over && fibre.over;
    }
    idle = here.steps == before ? idle + 1 : 0;
  }
  grid = nullptr;
  return all_over;
}

}  // namespace halftone::shim

#define threadIdx (halftone::shim::Index{halftone::shim::grid->running->thread})
#define blockIdx (halftone::shim::Index{halftone::shim::grid->running->block})
#define gridDim (halftone::shim::Index{static_cast<unsigned>(halftone::shim::grid->blocks.size())})

inline void __syncthreads() { halftone::shim::meet(halftone::shim::this_block().meeting); }
inline int __any_sync(unsigned, int yes) { return halftone::shim::meet(halftone::shim::this_warp().meeting, yes != 0) > 0; }
inline int __syncthreads_or(int yes) { return halftone::shim::meet(halftone::shim::this_block().meeting, yes != 0) > 0; }
template <class T>
T __shfl_up_sync(unsigned, T value, unsigned by) {
  return halftone::shim::from_lane(value, static_cast<int>(threadIdx.x % 32) - static_cast<int>(by));
}
template <class T>
T __shfl_xor_sync(unsigned, T value, int with) {
  const int source = static_cast<int>(threadIdx.x % 32) ^ with;
  if constexpr (std::is_same_v<T, float>)
    return std::bit_cast<float>(halftone::shim::from_lane(std::bit_cast<std::uint32_t>(value), source));
  else return halftone::shim::from_lane(value, source);
}
template <class T>
void atomicAdd(T* to, T value) {
  *to += value;
}
template <class T>
void atomicMax(T* to, T value) {
  *to = std::max(*to, value);
}
template <class T>
void atomicOr(T* to, T value) {
  *to |= value;
}
template <class T>
T __ldcg(const T* at) {
  return *at;
}
inline unsigned __float_as_uint(float value) { return std::bit_cast<unsigned>(value); }
using std::isfinite;
using std::isnan;
using std::max;
using std::min;
