// The ring of stages in shared memory that a producer thread keeps full by bulk copies, and the barriers around it. A stage is waited for
// by the parity of its use: whoever waits has seen the use before, or knows otherwise that it is over.
// Source: PTX ISA, mbarrier and cp.async.bulk.
#pragma once

#include <cuda.h>

#include <cstdint>

#include "kernels/cuda/attention/tensor_core.cuh"
#include "kernels/cuda/token/plan.h"

namespace halftone::cuda::token {

// A word that never comes would hang the device for good: after some seconds the kernel ends with an error instead.
__device__ __forceinline__ void lose_patience(unsigned& waited, unsigned limit) {
  if (++waited == limit) __trap();
}

__device__ __forceinline__ std::uint32_t address(const void* at) { return shared_address(at); }
__device__ __forceinline__ void start_barrier(std::uint64_t& barrier, int count) {
  asm volatile("mbarrier.init.shared.b64 [%0], %1;" ::"r"(address(&barrier)), "r"(count));
}
__device__ __forceinline__ void expect(std::uint64_t& barrier, int bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared.b64 _, [%0], %1;" ::"r"(address(&barrier)), "r"(bytes) : "memory");
}
__device__ __forceinline__ void arrive(std::uint64_t& barrier, int count = 1) {
  asm volatile("mbarrier.arrive.shared.b64 _, [%0], %1;" ::"r"(address(&barrier)), "r"(count) : "memory");
}
__device__ __forceinline__ bool is_past(std::uint64_t& barrier, std::uint32_t parity) {
  std::uint32_t done;
  asm volatile("{\n.reg .pred p;\nmbarrier.test_wait.parity.shared.b64 p, [%1], %2;\nselp.u32 %0, 1, 0, p;\n}"
               : "=r"(done)
               : "r"(address(&barrier)), "r"(parity)
               : "memory");
  return done;
}
__device__ __forceinline__ void wait(std::uint64_t& barrier, std::uint32_t parity) {
  std::uint32_t done = 0;
#pragma unroll 1
  for (unsigned waited = 0; done == 0; lose_patience(waited, 1u << 26)) {
    asm volatile("{\n.reg .pred p;\nmbarrier.try_wait.parity.shared.b64 p, [%1], %2;\nselp.u32 %0, 1, 0, p;\n}"
                 : "=r"(done)
                 : "r"(address(&barrier)), "r"(parity)
                 : "memory");
  }
}

// Weights and pages are read once a token: the second-level cache is for the words that multiprocessors exchange.
__device__ __forceinline__ std::uint64_t read_once() {
  std::uint64_t policy;
  asm volatile("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;" : "=l"(policy));
  return policy;
}
__device__ __forceinline__ void copy_bytes(std::uint32_t to, const void* from, int bytes, std::uint64_t& barrier, std::uint64_t policy) {
  asm volatile(
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.L2::cache_hint [%0], [%1], %2, [%3], %4;" ::"r"(to), "l"(from),
      "r"(bytes), "r"(address(&barrier)), "l"(policy)
      : "memory");
}
__device__ __forceinline__ void copy_rows(std::uint32_t to, const CUtensorMap* map, int column, int row, std::uint64_t& barrier,
                                          std::uint64_t policy) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes.L2::cache_hint [%0], [%1, {%2, %3}], [%4], %5;" ::"r"(
          to),
      "l"(map), "r"(column), "r"(row), "r"(address(&barrier)), "l"(policy)
      : "memory");
}
__device__ __forceinline__ void prefetch_map(const CUtensorMap* map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"(map) : "memory");
}
// What threads have written to a stage is there before a copy overwrites it.
__device__ __forceinline__ void fence_copies() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }

// A place in the ring: slot and the parity of its use.
struct Cursor {
  int slot = 0;
  std::uint32_t parity = 0;
  __device__ void advance(int by, int stages) {
    slot += by;
    if (slot >= stages) slot -= stages, parity ^= 1;
  }
};

// The producer's side. At most `window` stages are on the way while the consumers are short of them, `idle_window` while they are not:
// multiprocessors that wait for others must not take bandwidth from those that still work.
class Filler {
 public:
  __device__ Filler(std::uint64_t* full, std::uint64_t* empty, volatile unsigned* issued, std::uint32_t ring, const Plan& plan)
      : full_(full), empty_(empty), issued_(issued), ring_(ring), plan_(plan), policy_(read_once()) {}

  // Waits for a free stage of which `bytes` will come; returns where it lies.
  __device__ std::uint32_t take(int bytes) {
    if (count_ >= plan_.idle_window) {
      unsigned waited = 0;
#pragma unroll 1
      while (!is_past(full_[narrow_.slot], narrow_.parity)) {
        if (count_ <= plan_.window || (is_past(full_[wide_.slot], wide_.parity) && is_past(empty_[read_.slot], read_.parity))) break;
        lose_patience(waited, 1u << 26);
      }
    }
    wait(empty_[next_.slot], next_.parity ^ 1);
    expect(full_[next_.slot], bytes);
    taken_ = next_.slot;
    next_.advance(1, plan_.stages);
    *issued_ = ++count_;
    if (count_ > plan_.idle_window) narrow_.advance(1, plan_.stages);
    if (count_ > plan_.window) wide_.advance(1, plan_.stages);
    if (count_ > plan_.window + 1) read_.advance(1, plan_.stages);
    return ring_ + taken_ * plan_.stage_bytes;
  }
  __device__ std::uint64_t& barrier() { return full_[taken_]; }  // of the stage taken last
  __device__ std::uint64_t policy() const { return policy_; }

 private:
  std::uint64_t *full_, *empty_;
  volatile unsigned* issued_;
  std::uint32_t ring_;
  const Plan& plan_;
  std::uint64_t policy_;
  int count_ = 0, taken_ = 0;
  Cursor next_, narrow_, wide_, read_;
};

}  // namespace halftone::cuda::token
