// x on its way into shared memory, as the products read it (product.h): int8 with scale and scaled sum of every 32 numbers, or 16-bit
// halves. A unit is 8 numbers.
#pragma once

#include "kernels/cuda/token/lane.cuh"
#include "kernels/cuda/token/product.h"
#include "kernels/cuda/token/words.cuh"

namespace halftone::cuda::token {

__device__ __forceinline__ float low_bf16(std::uint32_t w) { return __uint_as_float(w << 16); }
__device__ __forceinline__ float high_bf16(std::uint32_t w) { return __uint_as_float(w & 0xFFFF0000u); }
__device__ __forceinline__ void unpack(float (&v)[8], const uint4& w) {
  v[0] = low_bf16(w.x), v[1] = high_bf16(w.x), v[2] = low_bf16(w.y), v[3] = high_bf16(w.y);
  v[4] = low_bf16(w.z), v[5] = high_bf16(w.z), v[6] = low_bf16(w.w), v[7] = high_bf16(w.w);
}
__device__ __forceinline__ uint4 pack_bf16(const float (&v)[8]) {
  return {pack<__nv_bfloat16>(v[0], v[1]), pack<__nv_bfloat16>(v[2], v[3]), pack<__nv_bfloat16>(v[4], v[5]),
          pack<__nv_bfloat16>(v[6], v[7])};
}

__device__ __forceinline__ float max_or_nan(float a, float b) {
  float larger;
  asm("max.NaN.f32 %0, %1, %2;" : "=f"(larger) : "f"(a), "f"(b));
  return larger;
}

// Whole warps call it: four lanes round a group together, as staged_x.cuh does. `there`: whether the unit is to be written.
template <bool Integers>
__device__ __forceinline__ void write_unit(const StagedX& x, const float (&v)[8], int unit, bool there) {
  if constexpr (!Integers) {
    const uint4 w = pack_bf16(v);
    if (there) write_16(x.at + unit * 16, w);
    if (x.rest && there) {
      float high[8], rest[8];
      unpack(high, w);
#pragma unroll
      for (int i = 0; i < 8; ++i) rest[i] = v[i] - high[i];
      write_16(x.at + x.columns * 2 + unit * 16, pack_bf16(rest));
    }
  } else {
    float largest = 0;
#pragma unroll
    for (int i = 0; i < 8; ++i) largest = max_or_nan(largest, fabsf(v[i]));
    largest = max_or_nan(largest, __shfl_xor_sync(~0u, largest, 1));
    largest = max_or_nan(largest, __shfl_xor_sync(~0u, largest, 2));
    const float factor = largest >= 1e-30f ? __fdividef(127.0f, largest) : 0.0f;  // of a NaN: what the quants are does not matter
    std::uint32_t q[8];
#pragma unroll
    for (int i = 0; i < 8; ++i) q[i] = __float_as_uint(fmaf(v[i], factor, 12582912.0f));  // 1.5 · 2²³ + n has n in its low byte
    const auto four = [&](int i) {
      return __byte_perm(__byte_perm(q[i], q[i + 1], 0x0040), __byte_perm(q[i + 2], q[i + 3], 0x0040), 0x5410);
    };
    const std::uint32_t a = four(0), b = four(4);
    int total = __dp4a(static_cast<int>(a), 0x01010101, __dp4a(static_cast<int>(b), 0x01010101, 0));
    total += __shfl_xor_sync(~0u, total, 1);
    total += __shfl_xor_sync(~0u, total, 2);
    if (there) write_8(x.at + unit * 8, {a, b});
    if (there && unit % 4 == 0) {
      const float scale = largest < INFINITY ? (largest >= 1e-30f ? largest * (1.0f / 127.0f) : 0.0f) : NAN;
      const std::uint32_t to = x.at + x.columns + unit / 4 * 4;
      asm volatile("st.shared.f32 [%0], %1;" ::"r"(to), "f"(scale) : "memory");
      asm volatile("st.shared.f32 [%0], %1;" ::"r"(to + x.columns / 32 * 4), "f"(scale * static_cast<float>(total)) : "memory");
    }
  }
}

// As write_unit, of zeros: a lane alone may call it. The group's scale is written with its first unit.
template <bool Integers>
__device__ __forceinline__ void write_zeros(const StagedX& x, int unit) {
  if constexpr (!Integers) {
    write_16(x.at + unit * 16, {});
  } else {
    write_8(x.at + unit * 8, {});
    if (unit % 4 != 0) return;
    const std::uint32_t to = x.at + x.columns + unit / 4 * 4;
    asm volatile("st.shared.u32 [%0], %1;" ::"r"(to), "r"(0) : "memory");
    asm volatile("st.shared.u32 [%0], %1;" ::"r"(to + x.columns / 32 * 4), "r"(0) : "memory");
  }
}

}  // namespace halftone::cuda::token
