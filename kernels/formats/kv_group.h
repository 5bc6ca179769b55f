// What the quantised cache formats share: groups of 32 numbers along a row (the last one shorter where Dh is no multiple of 32).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/core/dtype.h"
#include "kernels/core/host_device.h"

namespace halftone {

constexpr std::int64_t kKvGroup = 32;

HALFTONE_HOST_DEVICE constexpr std::int64_t kv_groups(std::int64_t head_width) { return (head_width + kKvGroup - 1) / kKvGroup; }
HALFTONE_HOST_DEVICE constexpr std::int64_t kv_group_size(std::int64_t group, std::int64_t head_width) {
  const std::int64_t left = head_width - group * kKvGroup;
  return left < kKvGroup ? left : kKvGroup;
}

HALFTONE_HOST_DEVICE inline float load_f16(const std::byte* at) {
  F16 number;
  std::memcpy(&number, at, sizeof number);
  return number.to_float();
}
HALFTONE_HOST_DEVICE inline void store_f16(std::byte* at, F16 number) { std::memcpy(at, &number, sizeof number); }

// Floats as integers of the same order (NaN beyond the infinities), so that minima and maxima vectorise and NaN is not lost.
HALFTONE_HOST_DEVICE inline std::int32_t ordered_bits(float value) {
  const auto bits = static_cast<std::int32_t>(bits_of_float(value));
  return bits ^ ((bits >> 31) & 0x7FFFFFFF);
}
HALFTONE_HOST_DEVICE inline float float_from_ordered_bits(std::int32_t bits) {
  return float_from_bits(static_cast<std::uint32_t>(bits ^ ((bits >> 31) & 0x7FFFFFFF)));
}

// Nearest integer, ties to even, of value in [low, high]; outside clamped, NaN gives low. |low|, |high| < 2^22.
HALFTONE_HOST_DEVICE inline std::int32_t round_clamped(float value, float low, float high) {
  const float above = value >= low ? value : low;
  const float inside = above <= high ? above : high;
  constexpr float kMagic = 12582912.0f;  // 1.5 · 2^23: the sum's last mantissa bits are the integer
  return static_cast<std::int32_t>(bits_of_float(inside + kMagic)) - 0x4B400000;
}

}  // namespace halftone
