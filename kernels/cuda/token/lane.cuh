// What a lane reads and writes of shared memory, and its part of a warp's product of integers. A test has its own (tests/kernels/lane_shim.h).
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>
#include <type_traits>

namespace halftone::cuda::token {

__device__ __forceinline__ uint4 read_16(std::uint32_t at) {
  uint4 v;
  asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];" : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(at));
  return v;
}
__device__ __forceinline__ uint2 read_8(std::uint32_t at) {
  uint2 v;
  asm volatile("ld.shared.v2.u32 {%0,%1}, [%2];" : "=r"(v.x), "=r"(v.y) : "r"(at));
  return v;
}
__device__ __forceinline__ std::uint32_t read_4(std::uint32_t at) {
  std::uint32_t v;
  asm volatile("ld.shared.u32 %0, [%1];" : "=r"(v) : "r"(at));
  return v;
}
__device__ __forceinline__ std::uint32_t read_2(std::uint32_t at) {
  std::uint16_t v;
  asm volatile("ld.shared.u16 %0, [%1];" : "=h"(v) : "r"(at));
  return v;
}
__device__ __forceinline__ void write_16(std::uint32_t at, uint4 v) {
  asm volatile("st.shared.v4.u32 [%0], {%1,%2,%3,%4};" ::"r"(at), "r"(v.x), "r"(v.y), "r"(v.z), "r"(v.w) : "memory");
}
__device__ __forceinline__ void write_8(std::uint32_t at, uint2 v) {
  asm volatile("st.shared.v2.u32 [%0], {%1,%2};" ::"r"(at), "r"(v.x), "r"(v.y) : "memory");
}
__device__ __forceinline__ void write_4(std::uint32_t at, std::uint32_t v) {
  asm volatile("st.shared.u32 [%0], %1;" ::"r"(at), "r"(v) : "memory");
}
__device__ __forceinline__ float2 halves(std::uint32_t w) { return __half22float2(reinterpret_cast<const __half2&>(w)); }
__device__ __forceinline__ float2 floats(uint2 v) { return {__uint_as_float(v.x), __uint_as_float(v.y)}; }

// Two halves of 16 bits in a word, each with its own.
__device__ __forceinline__ std::uint32_t as_word(const __half2& v) { return reinterpret_cast<const std::uint32_t&>(v); }
__device__ __forceinline__ const __half2& as_halves(const std::uint32_t& w) { return reinterpret_cast<const __half2&>(w); }
__device__ __forceinline__ std::uint32_t halves_minus(std::uint32_t a, std::uint32_t b) { return as_word(__hsub2(as_halves(a), as_halves(b))); }
__device__ __forceinline__ std::uint32_t halves_times(std::uint32_t a, std::uint32_t b) { return as_word(__hmul2(as_halves(a), as_halves(b))); }
__device__ __forceinline__ std::uint32_t halves_fma(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  return as_word(__hfma2(as_halves(a), as_halves(b), as_halves(c)));
}
template <class Number>
__device__ __forceinline__ float to_16_and_back(float v) {
  if constexpr (std::is_same_v<Number, __half>) return __half2float(__float2half_rn(v));
  else return __bfloat162float(__float2bfloat16_rn(v));
}
// An 8×8 matrix of halves, a row of it in four lanes, turned over.
__device__ __forceinline__ std::uint32_t transpose(std::uint32_t a) {
  std::uint32_t d;
  asm volatile("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(d) : "r"(a));
  return d;
}

template <bool Unsigned>
__device__ __forceinline__ void multiply_add(int (&c)[4], std::uint32_t a0, std::uint32_t a1, std::uint32_t a2, std::uint32_t a3,
                                             std::uint32_t b0, std::uint32_t b1) {
  if constexpr (Unsigned)
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.u8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+r"(c[0]), "+r"(c[1]), "+r"(c[2]), "+r"(c[3])
                 : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
  else
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+r"(c[0]), "+r"(c[1]), "+r"(c[2]), "+r"(c[3])
                 : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}

}  // namespace halftone::cuda::token
