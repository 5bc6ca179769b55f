// Floats into the number types that matrices hold, one and four at a time.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "kernels/core/dtype.h"

namespace halftone::cuda {

__device__ __forceinline__ void put(float& to, float value) { to = value; }
__device__ __forceinline__ void put(BF16& to, float value) { to.bits = __bfloat16_as_ushort(__float2bfloat16_rn(value)); }
__device__ __forceinline__ void put(F16& to, float value) { to.bits = __half_as_ushort(__float2half_rn(value)); }

__device__ __forceinline__ float number_of(float value) { return value; }
template <class Number>
__device__ __forceinline__ float number_of(Number value) {
  return value.to_float();
}

// To a multiple of four numbers.
template <class Number>
__device__ __forceinline__ void put_four(Number* to, float4 v) {
  struct alignas(4 * sizeof(Number)) Four {
    Number number[4];
  } four;
  put(four.number[0], v.x), put(four.number[1], v.y), put(four.number[2], v.z), put(four.number[3], v.w);
  *reinterpret_cast<Four*>(to) = four;
}

}  // namespace halftone::cuda
