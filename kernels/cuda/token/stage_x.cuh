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

// Units `unit`, unit + 32, …, Count of them, of which those below `end` are written: side by side, so that none waits for another's
// shuffles. Whole warps call it: four lanes round a group together, as staged_x.cuh does.
template <bool Integers, int Count>
__device__ __forceinline__ void write_units(const StagedX& x, const float (&v)[Count][8], int unit, int end) {
  if constexpr (!Integers) {
#pragma unroll
    for (int n = 0; n < Count; ++n, unit += 32) {
      if (unit >= end) continue;
      const uint4 w = pack_bf16(v[n]);
      write_16(x.at + unit * 16, w);
      if (!x.rest) continue;
      float high[8], rest[8];
      unpack(high, w);
#pragma unroll
      for (int i = 0; i < 8; ++i) rest[i] = v[n][i] - high[i];
      write_16(x.at + x.columns * 2 + unit * 16, pack_bf16(rest));
    }
  } else {
    float largest[Count];
#pragma unroll
    for (int n = 0; n < Count; ++n) {
      const auto of = [&](int i) { return fabsf(v[n][i]); };
      const float low = max_or_nan(max_or_nan(of(0), of(1)), max_or_nan(of(2), of(3)));
      largest[n] = max_or_nan(low, max_or_nan(max_or_nan(of(4), of(5)), max_or_nan(of(6), of(7))));
    }
#pragma unroll
    for (int d = 1; d < 4; d *= 2) {
#pragma unroll
      for (int n = 0; n < Count; ++n) largest[n] = max_or_nan(largest[n], __shfl_xor_sync(~0u, largest[n], d));
    }
    std::uint32_t low[Count], high[Count];
    int total[Count];
#pragma unroll
    for (int n = 0; n < Count; ++n) {
      const float factor = largest[n] >= 1e-30f ? __fdividef(127.0f, largest[n]) : 0.0f;  // of a NaN: what the quants are does not matter
      std::uint32_t q[8];
#pragma unroll
      for (int i = 0; i < 8; ++i) q[i] = __float_as_uint(fmaf(v[n][i], factor, 12582912.0f));  // 1.5 · 2²³ + n has n in its low byte
      const auto four = [&](int i) {
        return __byte_perm(__byte_perm(q[i], q[i + 1], 0x0040), __byte_perm(q[i + 2], q[i + 3], 0x0040), 0x5410);
      };
      low[n] = four(0), high[n] = four(4);
      total[n] = __dp4a(static_cast<int>(low[n]), 0x01010101, __dp4a(static_cast<int>(high[n]), 0x01010101, 0));
    }
#pragma unroll
    for (int d = 1; d < 4; d *= 2) {
#pragma unroll
      for (int n = 0; n < Count; ++n) total[n] += __shfl_xor_sync(~0u, total[n], d);
    }
#pragma unroll
    for (int n = 0; n < Count; ++n, unit += 32) {
      if (unit >= end) continue;
      write_8(x.at + unit * 8, {low[n], high[n]});
      if (unit % 4 != 0) continue;
      const float scale = largest[n] < INFINITY ? (largest[n] >= 1e-30f ? largest[n] * (1.0f / 127.0f) : 0.0f) : NAN;
      const std::uint32_t to = x.at + x.columns + unit / 4 * 4;
      write_4(to, __float_as_uint(scale)), write_4(to + x.columns / 32 * 4, __float_as_uint(scale * static_cast<float>(total[n])));
    }
  }
}

// As write_units, of zeros: a lane alone may call it. The group's scale is written with its first unit.
template <bool Integers>
__device__ __forceinline__ void write_zeros(const StagedX& x, int unit) {
  if constexpr (!Integers) {
    write_16(x.at + unit * 16, {});
  } else {
    write_8(x.at + unit * 8, {});
    if (unit % 4 != 0) return;
    const std::uint32_t to = x.at + x.columns + unit / 4 * 4;
    write_4(to, 0), write_4(to + x.columns / 32 * 4, 0);
  }
}

}  // namespace halftone::cuda::token
