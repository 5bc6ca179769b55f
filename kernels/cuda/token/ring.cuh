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
__device__ __forceinline__ void expect(std::uint32_t barrier, int bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared.b64 _, [%0], %1;" ::"r"(barrier), "r"(bytes) : "memory");
}
__device__ __forceinline__ void arrive(std::uint64_t& barrier, int count = 1) {
  asm volatile("mbarrier.arrive.shared.b64 _, [%0], %1;" ::"r"(address(&barrier)), "r"(count) : "memory");
}
__device__ __forceinline__ bool is_past(std::uint32_t barrier, std::uint32_t parity) {
  std::uint32_t done;
  asm volatile("{\n.reg .pred p;\nmbarrier.test_wait.parity.shared.b64 p, [%1], %2;\nselp.u32 %0, 1, 0, p;\n}"
               : "=r"(done)
               : "r"(barrier), "r"(parity)
               : "memory");
  return done;
}
__device__ __forceinline__ bool try_wait(std::uint32_t barrier, std::uint32_t parity) {
  std::uint32_t done;
  asm volatile("{\n.reg .pred p;\nmbarrier.try_wait.parity.shared.b64 p, [%1], %2;\nselp.u32 %0, 1, 0, p;\n}"
               : "=r"(done)
               : "r"(barrier), "r"(parity)
               : "memory");
  return done != 0;
}
// What is there already costs one look: whoever counts its patience has some.
__device__ __forceinline__ void wait(std::uint32_t barrier, std::uint32_t parity) {
  if (try_wait(barrier, parity)) return;
  unsigned waited = 0;
#pragma unroll 1
  do lose_patience(waited, 1u << 26);
  while (!try_wait(barrier, parity));
}
__device__ __forceinline__ void wait(std::uint64_t& barrier, std::uint32_t parity) { wait(address(&barrier), parity); }

// A count in shared memory that one thread raises and others wait for; what it did before is done for them.
__device__ __forceinline__ void tell(std::uint32_t& count, std::uint32_t value) {
  asm volatile("st.release.cta.shared.u32 [%0], %1;" ::"r"(address(&count)), "r"(value) : "memory");
}
__device__ __forceinline__ void wait_for_count(const std::uint32_t& count, std::uint32_t least) {
  unsigned waited = 0;
#pragma unroll 1
  while (true) {
    std::uint32_t now;
    asm volatile("ld.acquire.cta.shared.u32 %0, [%1];" : "=r"(now) : "r"(address(&count)) : "memory");
    if (now >= least) return;
    lose_patience(waited, 1u << 30);
  }
}

// One lane of a whole warp: so the compiler knows that what follows is for one, and copies need no loop over lanes.
__device__ __forceinline__ bool elected() {
  std::uint32_t is = 0;
  asm volatile("{\n.reg .pred p;\n.reg .b32 lane;\nelect.sync lane|p, 0xFFFFFFFF;\n@p mov.u32 %0, 1;\n}" : "+r"(is));
  return is != 0;
}

// Weights and pages are read once a token: the second-level cache is for the words that multiprocessors exchange.
__device__ __forceinline__ std::uint64_t read_once() {
  std::uint64_t policy;
  asm volatile("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;" : "=l"(policy));
  return policy;
}
__device__ __forceinline__ void copy_bytes(std::uint32_t to, const void* from, int bytes, std::uint32_t barrier, std::uint64_t policy) {
  asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.L2::cache_hint [%0], [%1], %2, [%3], %4;" ::"r"(to),
               "l"(from), "r"(bytes), "r"(barrier), "l"(policy)
               : "memory");
}
__device__ __forceinline__ void copy_rows(std::uint32_t to, const CUtensorMap* map, int column, int row, std::uint32_t barrier,
                                          std::uint64_t policy) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes.L2::cache_hint [%0], [%1, {%2, %3}], [%4], %5;" ::
          "r"(to),
      "l"(map), "r"(column), "r"(row), "r"(barrier), "l"(policy)
      : "memory");
}
__device__ __forceinline__ void prefetch_map(const CUtensorMap* map) { asm volatile("prefetch.tensormap [%0];" ::"l"(map) : "memory"); }
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
  __device__ Cursor before(int count, int stages) const {
    return slot >= count ? Cursor{slot - count, parity} : Cursor{slot - count + stages, parity ^ 1};
  }
};

// The producer's side. At most `window` stages are on the way while the consumers are short of them, `idle_window` while they are not:
// multiprocessors that wait for others must not take bandwidth from those that still work. A warp alone fetches all that a multiprocessor
// reads, so every instruction counts.
class Filler {
 public:
  __device__ Filler(std::uint64_t* full, std::uint64_t* empty, std::uint32_t* issued, std::uint32_t ring, const Plan& plan)
      : plan_(plan), full_(address(full)), empty_(address(empty)), issued_(address(issued)), ring_(ring), at_(ring), policy_(read_once()) {}

  // From the next stage on. Stages before the first one count as full and read: that is the parity that nobody has waited for yet.
  __device__ __forceinline__ void set_windows(int window, int idle_window) {
    narrow_ = next_.before(idle_window, plan_.stages), wide_ = next_.before(window, plan_.stages);
    read_ = next_.before(window + 1, plan_.stages);
  }
  // The warp waits for a free stage; returns where it lies. One lane then says begin(), and starts its copies; then all say end().
  __device__ __forceinline__ std::uint32_t take() {
    unsigned waited = 0;
#pragma unroll 1
    while (!(is_past(empty_ + read_.slot * 8, read_.parity) && is_full(wide_)) && !is_full(narrow_)) lose_patience(waited, 1u << 26);
    wait(empty_ + next_.slot * 8, next_.parity ^ 1);
    return at_;
  }
  // Of the stage taken last: so many bytes will come.
  __device__ __forceinline__ void begin(int bytes) const {
    expect(barrier(), bytes);
    asm volatile("st.volatile.shared.u32 [%0], %1;" ::"r"(issued_), "r"(count_ + 1) : "memory");
  }
  __device__ __forceinline__ std::uint32_t barrier() const { return full_ + next_.slot * 8; }
  __device__ __forceinline__ std::uint64_t policy() const { return policy_; }
  __device__ __forceinline__ void end() {
    ++count_;
    read_ = wide_;
    wide_.advance(1, plan_.stages), narrow_.advance(1, plan_.stages), next_.advance(1, plan_.stages);
    at_ = next_.slot == 0 ? ring_ : at_ + plan_.stage_bytes;
  }

 private:
  __device__ __forceinline__ bool is_full(const Cursor& at) const { return is_past(full_ + at.slot * 8, at.parity); }

  const Plan& plan_;
  std::uint32_t full_, empty_, issued_, ring_, at_;
  std::uint64_t policy_;
  int count_ = 0;
  Cursor next_, narrow_, wide_, read_;  // the next stage; those that are to be full, or read, before it is begun
};

}  // namespace halftone::cuda::token
