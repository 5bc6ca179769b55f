// What bitsandbytes stores. The scale is a float, kept as its two halves (lower one first) so that a block needs no alignment of 4.
//   int8:      w = q · SCB / 127, one SCB a row, repeated every 128 weights                 8.25 bits per weight
//   nf4, fp4:  w = absmax · code(q), groups of 64 of a row; nibbles as in int4.h            4.5
// Only read: engine/load turns a checkpoint's tensors into these. The products are rounded as the library's own float32 are: int8
// as (q · SCB) times 1/127 in single precision.
// Source: Dettmers et al. 2022, LLM.int8(), and 2023, QLoRA; fp4's codes: a sign, two bits of exponent, one of mantissa, over 12.
#pragma once

#include "kernels/formats/nf4.h"

namespace halftone {

struct FloatHalves {
  std::uint16_t low, high;
  HALFTONE_HOST_DEVICE float to_float() const { return float_from_bits(low | static_cast<std::uint32_t>(high) << 16); }
  static FloatHalves from_float(float value) {
    const std::uint32_t bits = bits_of_float(value);
    return {static_cast<std::uint16_t>(bits), static_cast<std::uint16_t>(bits >> 16)};
  }
};

struct BnbInt8Block {
  static constexpr int kGroup = 128, kHeaderFields = 2;
  static constexpr bool kFloatHeader = true, kSignedBytes = true;
  static constexpr float kOver127 = 1.0f / 127;
  FloatHalves scale;  // SCB
  std::int8_t quants[128];
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quants[i] * kOver127; }
};
static_assert(sizeof(BnbInt8Block) == 132);

HALFTONE_HOST_DEVICE constexpr float fp4_code(int q) {
  const float codes[8] = {0.0f, 0.0625f / 12, 8.0f / 12, 12.0f / 12, 4.0f / 12, 6.0f / 12, 2.0f / 12, 3.0f / 12};
  return q < 8 ? codes[q] : 0.0f - codes[q - 8];  // 0 - 0: code 8 is 0 without a sign, as in the library's map
}

template <float (*Code)(int)>
struct Bnb4Block {
  static constexpr int kGroup = 64, kHeaderFields = 2;
  static constexpr bool kFloatHeader = true;
  FloatHalves absmax;
  Nibbles<64> quants;
  HALFTONE_HOST_DEVICE float value(int i) const { return absmax.to_float() * Code(quants[i]); }
};
using BnbNf4Block = Bnb4Block<nf4_code>;
using BnbFp4Block = Bnb4Block<fp4_code>;
static_assert(sizeof(BnbNf4Block) == 36);

}  // namespace halftone
