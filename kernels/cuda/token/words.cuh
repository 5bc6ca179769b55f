// What multiprocessors tell each other: 32-bit words in device memory that carry their own "not yet written", a NaN that arithmetic does
// not make. Nobody waits at a barrier for a number: whoever needs it looks at its word until it is there. A reduction writes it, not a
// store: while memory is busy a store takes half as long again to arrive.
// Words of a layer are marked unwritten again two layers later, by those who wrote them, after all have read them.
#pragma once

#include <cstdint>

#include "kernels/cuda/token/ring.cuh"

namespace halftone::cuda::token {

constexpr std::uint32_t kUnwritten = 0xFFFFFFFFu;

__device__ __forceinline__ void put(std::uint32_t* word, std::uint32_t value) {
  if (value == kUnwritten) value = 0x7FFFFFFFu;  // another NaN
  asm volatile("red.relaxed.gpu.global.and.b32 [%0], %1;" ::"l"(word), "r"(value) : "memory");
}
__device__ __forceinline__ void mark_unwritten(std::uint32_t* word) {
  asm volatile("st.relaxed.gpu.global.u32 [%0], %1;" ::"l"(word), "r"(kUnwritten) : "memory");
}
__device__ __forceinline__ std::uint32_t look(const std::uint32_t* word) {
  std::uint32_t v;
  asm volatile("ld.relaxed.gpu.global.u32 %0, [%1];" : "=r"(v) : "l"(word) : "memory");
  return v;
}
__device__ __forceinline__ uint4 look_at_four(const std::uint32_t* words) {
  uint4 v;
  asm volatile("ld.relaxed.gpu.global.v4.u32 {%0,%1,%2,%3}, [%4];" : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "l"(words) : "memory");
  return v;
}
constexpr unsigned kPatience = 1u << 23;  // looks, of half a microsecond each
__device__ __forceinline__ bool is_unwritten(const uint4& v) {
  return v.x == kUnwritten || v.y == kUnwritten || v.z == kUnwritten || v.w == kUnwritten;
}
// Looks at all that is missing until nothing is: the looks of a round are on their way together, since each takes as long as all of them.
// is_missing(i); look_again(i) at the i-th.
template <int Count, class IsMissing, class Look>
__device__ __forceinline__ void wait_for_all(const IsMissing& is_missing, const Look& look_again) {
  unsigned waited = 0;
#pragma unroll 1
  for (bool any = true; any; lose_patience(waited, kPatience)) {
    any = false;
#pragma unroll
    for (int i = 0; i < Count; ++i) {
      if (!is_missing(i)) continue;
      any = true;
      look_again(i);
    }
  }
}
__device__ __forceinline__ uint4 get_four(const std::uint32_t* words) {
  uint4 v = look_at_four(words);
  wait_for_all<1>([&](int) { return is_unwritten(v); }, [&](int) { v = look_at_four(words); });
  return v;
}

// A counter that every multiprocessor counts up, for what is not in a hurry.
__device__ __forceinline__ void count_up(unsigned* counter) {
  asm volatile("red.release.gpu.global.add.u32 [%0], 1;" ::"l"(counter) : "memory");
}
__device__ __forceinline__ void wait_until(const unsigned* counter, unsigned count) {
  unsigned now = 0, waited = 0;
#pragma unroll 1
  do {
    asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(now) : "l"(counter) : "memory");
    lose_patience(waited, kPatience);
  } while (now < count);
}

}  // namespace halftone::cuda::token
