// 16-bit floats as storage types. Arithmetic happens in float; these only convert.
// Source: IEEE 754-2008 binary16; bfloat16 is the upper half of binary32. Both round to nearest, ties to even.
#pragma once

#include <bit>
#include <cstdint>

#include "kernels/core/host_device.h"

namespace halftone {

HALFTONE_HOST_DEVICE inline float float_from_bits(std::uint32_t bits) { return __builtin_bit_cast(float, bits); }
HALFTONE_HOST_DEVICE inline std::uint32_t bits_of_float(float value) { return __builtin_bit_cast(std::uint32_t, value); }

struct F16 {
  std::uint16_t bits = 0;

  HALFTONE_HOST_DEVICE static F16 from_float(float value) {
    const std::uint32_t x = bits_of_float(value);
    const std::uint32_t sign = (x >> 16) & 0x8000u;
    const std::uint32_t magnitude = x & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u) return {static_cast<std::uint16_t>(sign | 0x7E00u)};   // NaN
    if (magnitude >= 0x477FF000u) return {static_cast<std::uint16_t>(sign | 0x7C00u)};  // rounds to 2^16 or more: infinity
    if (magnitude < 0x38800000u) {  // subnormal: adding 0.5 lines the mantissa up so that the FPU rounds it
      const float shifted = float_from_bits(magnitude) + 0.5f;
      return {static_cast<std::uint16_t>(sign | (bits_of_float(shifted) - 0x3F000000u))};
    }
    const std::uint32_t rounded = magnitude + 0xFFFu + ((magnitude >> 13) & 1u);
    return {static_cast<std::uint16_t>(sign | ((rounded - 0x38000000u) >> 13))};
  }

  HALFTONE_HOST_DEVICE float to_float() const {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
    const std::uint32_t magnitude = bits & 0x7FFFu;
    if (magnitude >= 0x7C00u) return float_from_bits(sign | 0x7F800000u | ((magnitude & 0x3FFu) << 13));
    if (magnitude >= 0x0400u) return float_from_bits(sign | ((magnitude << 13) + 0x38000000u));
    const float subnormal = static_cast<float>(magnitude) * 5.9604644775390625e-8f;  // 2^-24
    return float_from_bits(sign | bits_of_float(subnormal));
  }
};

struct BF16 {
  std::uint16_t bits = 0;

  HALFTONE_HOST_DEVICE static BF16 from_float(float value) {
    const std::uint32_t x = bits_of_float(value);
    if ((x & 0x7FFFFFFFu) > 0x7F800000u) return {static_cast<std::uint16_t>((x >> 16) | 0x40u)};  // keep NaN a NaN
    return {static_cast<std::uint16_t>((x + 0x7FFFu + ((x >> 16) & 1u)) >> 16)};
  }

  HALFTONE_HOST_DEVICE float to_float() const { return float_from_bits(static_cast<std::uint32_t>(bits) << 16); }
};

static_assert(sizeof(F16) == 2 && sizeof(BF16) == 2);

}  // namespace halftone
