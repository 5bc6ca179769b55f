// The rotation of the cache's rotated formats (kernels/formats/kv_hadamard.h) of numbers that lie in registers.
#pragma once

#include "kernels/cuda/token/block.cuh"
#include "kernels/formats/kv_hadamard.h"

namespace halftone::cuda::token {

// Count · Lanes numbers, Count in each of the lanes of a run, lane by lane or turn by turn: the butterflies are the same. Whole warps call it.
template <int Lanes, int Count>
__device__ __forceinline__ void rotate(float (&v)[Count]) {
  const int lane = place().lane;
#pragma unroll 1
  for (int d = 1; d < Lanes; d *= 2) {
#pragma unroll
    for (int i = 0; i < Count; ++i) {
      const float other = __shfl_xor_sync(~0u, v[i], d);
      v[i] = (lane & d) == 0 ? v[i] + other : other - v[i];
    }
  }
#pragma unroll
  for (int half = 1; half < Count; half *= 2) {
#pragma unroll
    for (int i = 0; i < Count; ++i) {
      if ((i & half) != 0) continue;
      const float a = v[i], b = v[i + half];
      v[i] = a + b, v[i + half] = a - b;
    }
  }
  const float scale = hadamard_scale(Lanes * Count);
#pragma unroll
  for (float& number : v) number *= scale;
}

}  // namespace halftone::cuda::token
