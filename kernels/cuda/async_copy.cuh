// Copies from device memory into shared memory that a thread starts and goes on: cp.async, 8.0 and later (PTX ISA, "cp.async").
// Copies are committed in groups; wait_for_copies<N> returns when at most N of this thread's groups are still under way. What other
// threads copied is there after their wait and a barrier. Below 8.0 a copy is a load and a store.
#pragma once

#include <cstddef>
#include <cstdint>

namespace halftone::cuda {

// 16, 8 or 4 bytes; zeros when not wanted.
template <int Bytes>
__device__ __forceinline__ void copy(std::byte* shared, const std::byte* global, bool wanted) {
#if __CUDA_ARCH__ >= 800
  const auto to = static_cast<std::uint32_t>(__cvta_generic_to_shared(shared));
  const int count = wanted ? Bytes : 0;
  if constexpr (Bytes == 16)
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(count) : "memory");
  else
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2, %3;" ::"r"(to), "l"(global), "n"(Bytes), "r"(count) : "memory");
#else
  for (int i = 0; i < Bytes; i += 4)
    *reinterpret_cast<std::uint32_t*>(shared + i) = wanted ? __ldg(reinterpret_cast<const std::uint32_t*>(global + i)) : 0;
#endif
}

__device__ __forceinline__ void commit_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

template <int Groups>
__device__ __forceinline__ void wait_for_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(Groups) : "memory");
#endif
}

}  // namespace halftone::cuda
