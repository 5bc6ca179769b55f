// int2: w = scale · q + minimum, q in [0, 3], groups of 64. 2.5 bits per weight.
// Why 64: on normal numbers the relative squared error is .087, .102, .111 for groups of 32, 64, 128, at 3, 2.5, 2.25 bits; on
// heavy tails .120, .160, .191. The half bit that 32 costs buys more in int3; 128 loses most where outliers are.
// Each 32 weights take 8 bytes: weight i = 8j + b in bits 2j and 2j + 1 of byte b.
#pragma once

#include "kernels/formats/block.h"

namespace halftone {

struct Int2Block {
  static constexpr int kGroup = 64, kHeaderFields = 2, kMaxQuant = 3;
  F16 scale, minimum;
  std::uint8_t quants[16];

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i / 32 * 8 + i % 8] >> (i % 32 / 8 * 2) & 3; }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quant(i) + minimum.to_float(); }

  void set_quant(int i, int q) {
    std::uint8_t& byte = quants[i / 32 * 8 + i % 8];
    const int shift = i % 32 / 8 * 2;
    byte = static_cast<std::uint8_t>((byte & ~(3 << shift)) | q << shift);
  }
  static Int2Block encode(const float* values) { return encode_from_minimum<Int2Block>(values); }
};
static_assert(sizeof(Int2Block) == 20);

}  // namespace halftone
