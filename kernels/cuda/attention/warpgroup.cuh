// The instructions that flash_prefill_warpgroups is made of, each as a function: products by a warpgroup (wgmma, 128 threads, operands
// in shared memory or registers, running while the threads go on), barriers in shared memory (mbarrier), registers that change
// hands (setmaxnreg). Source: PTX ISA, sections on asynchronous warpgroup-level matrix instructions and mbarrier. Only sm_90a.
#pragma once

#include <cuda_fp16.h>

#include <cstdint>
#include <type_traits>

#include "kernels/cuda/attention/tensor_core.cuh"

namespace halftone::cuda {

// Where a matrix of 16-bit numbers lies in shared memory: rows of 64 numbers (128 bytes), whose eight words of 16 bytes are
// exchanged by the row's number (swizzled_word), groups of 8 rows one after another. Wider matrices are several such columns.
__device__ __forceinline__ int swizzled_word(int row, int word) { return word ^ row % 8; }

// `column_bytes`: from one column of 64 numbers to the next; counts only where these are the product's N (values).
__device__ __forceinline__ std::uint64_t matrix_descriptor(const void* at, int column_bytes) {
  constexpr std::uint64_t kGroupOfRows = 8 * 128, kSwizzle128 = 1;
  return (shared_address(at) & 0x3FFFFu) >> 4 | static_cast<std::uint64_t>(column_bytes >> 4) << 16 | kGroupOfRows >> 4 << 32 |
         kSwizzle128 << 62;
}
// `bytes` further.
__device__ __forceinline__ std::uint64_t advanced(std::uint64_t descriptor, int bytes) {
  return descriptor + static_cast<std::uint64_t>(bytes >> 4);
}

// Before products that read registers which the threads have written.
__device__ __forceinline__ void fence_products() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
__device__ __forceinline__ void commit_products() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }
// All but the last `Pending` groups are done.
template <int Pending>
__device__ __forceinline__ void wait_for_products() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(Pending) : "memory");
}
// To the compiler these registers change here: it moves no use of them across.
template <int Tiles>
__device__ __forceinline__ void pin(float (&d)[Tiles][4]) {
#pragma unroll
  for (int i = 0; i < Tiles; ++i) asm volatile("" : "+f"(d[i][0]), "+f"(d[i][1]), "+f"(d[i][2]), "+f"(d[i][3])::"memory");
}

// d (64×8·Tiles) ← a · bᵀ (+ d): both in shared memory with their rows along k. Element e of tile n as of mma.m16n8: row
// 16·warp + lane / 4 + 8·(e / 2), column 8n + 2·(lane % 4) + e % 2.
template <class Number, int Tiles>
__device__ __forceinline__ void multiply_shared(float (&d)[Tiles][4], std::uint64_t a, std::uint64_t b, bool add);
// d += a · b: a (64×16) in registers, as of mma.m16n8k16; b (16×8·Tiles) in shared memory with its rows along n.
template <class Number, int Tiles>
__device__ __forceinline__ void multiply_registers(float (&d)[Tiles][4], const std::uint32_t (&a)[4], std::uint64_t b);

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

#define HALFTONE_FOUR(i) "+f"(d[i][0]), "+f"(d[i][1]), "+f"(d[i][2]), "+f"(d[i][3])
#define HALFTONE_NAMES_32                                                  \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, " \
  "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define HALFTONE_NUMBERS_32                                                                                                     \
  HALFTONE_FOUR(0), HALFTONE_FOUR(1), HALFTONE_FOUR(2), HALFTONE_FOUR(3), HALFTONE_FOUR(4), HALFTONE_FOUR(5), HALFTONE_FOUR(6), \
      HALFTONE_FOUR(7)
#define HALFTONE_NAMES_64                                                            \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "           \
  "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, " \
  "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, " \
  "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define HALFTONE_NUMBERS_64                                                                                                             \
  HALFTONE_FOUR(0), HALFTONE_FOUR(1), HALFTONE_FOUR(2), HALFTONE_FOUR(3), HALFTONE_FOUR(4), HALFTONE_FOUR(5), HALFTONE_FOUR(6),         \
      HALFTONE_FOUR(7), HALFTONE_FOUR(8), HALFTONE_FOUR(9), HALFTONE_FOUR(10), HALFTONE_FOUR(11), HALFTONE_FOUR(12), HALFTONE_FOUR(13), \
      HALFTONE_FOUR(14), HALFTONE_FOUR(15)

#define HALFTONE_FROM_SHARED(type, width, count, a_, b_, add_)                                                                   \
  asm volatile("{ .reg .pred p; setp.ne.b32 p, %" #add_ ", 0; wgmma.mma_async.sync.aligned.m64n" #width "k16.f32." type "." type \
               " {" HALFTONE_NAMES_##count "}, %" #a_ ", %" #b_ ", p, 1, 1, 0, 0; }"                                             \
               : HALFTONE_NUMBERS_##count                                                                                        \
               : "l"(a), "l"(b), "r"(static_cast<int>(add)))
#define HALFTONE_FROM_REGISTERS(type, width, count, a0_, a1_, a2_, a3_, b_)                                    \
  asm volatile("wgmma.mma_async.sync.aligned.m64n" #width "k16.f32." type "." type " {" HALFTONE_NAMES_##count \
               "}, {%" #a0_ ", %" #a1_ ", %" #a2_ ", %" #a3_ "}, %" #b_ ", 1, 1, 1, 1;"                        \
               : HALFTONE_NUMBERS_##count                                                                      \
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b))

template <class Number, int Tiles>
__device__ __forceinline__ void multiply_shared(float (&d)[Tiles][4], std::uint64_t a, std::uint64_t b, bool add) {
  static_assert(Tiles == 16);
  if constexpr (std::is_same_v<Number, __half>)
    HALFTONE_FROM_SHARED("f16", 128, 64, 64, 65, 66);
  else
    HALFTONE_FROM_SHARED("bf16", 128, 64, 64, 65, 66);
}

template <class Number, int Tiles>
__device__ __forceinline__ void multiply_registers(float (&d)[Tiles][4], const std::uint32_t (&a)[4], std::uint64_t b) {
  static_assert(Tiles == 16 || Tiles == 8);
  if constexpr (Tiles == 16 && std::is_same_v<Number, __half>)
    HALFTONE_FROM_REGISTERS("f16", 128, 64, 64, 65, 66, 67, 68);
  else if constexpr (Tiles == 16)
    HALFTONE_FROM_REGISTERS("bf16", 128, 64, 64, 65, 66, 67, 68);
  else if constexpr (std::is_same_v<Number, __half>)
    HALFTONE_FROM_REGISTERS("f16", 64, 32, 32, 33, 34, 35, 36);
  else
    HALFTONE_FROM_REGISTERS("bf16", 64, 32, 32, 33, 34, 35, 36);
}

template <int Registers>
__device__ __forceinline__ void give_registers_back() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(Registers));
}
template <int Registers>
__device__ __forceinline__ void take_registers() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(Registers));
}

// A barrier of shared memory: a phase ends when `count` have arrived; phases are numbered by their parity, the first is 0.
__device__ __forceinline__ void start_barrier(std::uint64_t* barrier, int count) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(shared_address(barrier)), "r"(count) : "memory");
}
__device__ __forceinline__ void arrive(std::uint64_t* barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(shared_address(barrier)) : "memory");
}
__device__ __forceinline__ void wait_for(std::uint64_t* barrier, int parity) {
  std::uint32_t done = 0;
  while (done == 0) {
    asm volatile("{ .reg .pred p; mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2; selp.u32 %0, 1, 0, p; }"
                 : "=r"(done)
                 : "r"(shared_address(barrier)), "r"(parity)
                 : "memory");
  }
}
// What this thread has written to shared memory is there for products, once others know.
__device__ __forceinline__ void publish_to_products() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }
// All but the last `Pending` groups of copies are done.
template <int Pending>
__device__ __forceinline__ void wait_for_copies_but() {
  asm volatile("cp.async.wait_group %0;" ::"n"(Pending) : "memory");
}

#endif

}  // namespace halftone::cuda
