// Floats as integers that order as they do, for atomics and comparisons with an index behind.
#pragma once

#include <cstdint>

namespace halftone::cuda {

// Above 0 for every float, NaN apart; −0 is below 0.
__device__ __forceinline__ std::uint32_t ordered(float value) {
  const std::uint32_t bits = __float_as_uint(value);
  return bits >> 31 ? ~bits : bits | 0x80000000u;
}
__device__ __forceinline__ float from_ordered(std::uint32_t bits) {
  return __uint_as_float(bits >> 31 ? bits & 0x7FFFFFFFu : ~bits);
}

}  // namespace halftone::cuda
