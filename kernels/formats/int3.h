// int3: w = scale · q + minimum, q in [0, 7], groups of 64. 3.5 bits per weight.
// Each 32 weights take 12 bytes: bits 0 and 1 of weight i = 8j + b in bits 2j and 2j + 1 of byte b (b < 8), then bit 2 of weight
// i = 4j + b in bit j of byte 8 + b (b < 4). So a 4-byte unit, shifted and masked, is four weights in a row.
#pragma once

#include "kernels/formats/block.h"

namespace halftone {

struct Int3Block {
  static constexpr int kGroup = 64, kHeaderFields = 2, kMaxQuant = 7;
  F16 scale, minimum;
  std::uint8_t quants[24];

  HALFTONE_HOST_DEVICE int quant(int i) const {
    const std::uint8_t* part = quants + i / 32 * 12;
    const int k = i % 32;
    return (part[k % 8] >> (k / 8 * 2) & 3) | (part[8 + k % 4] >> (k / 4) & 1) << 2;
  }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quant(i) + minimum.to_float(); }

  void set_quant(int i, int q) {
    std::uint8_t* part = quants + i / 32 * 12;
    const int k = i % 32, shift = k / 8 * 2;
    part[k % 8] = static_cast<std::uint8_t>((part[k % 8] & ~(3 << shift)) | (q & 3) << shift);
    part[8 + k % 4] = static_cast<std::uint8_t>((part[8 + k % 4] & ~(1 << k / 4)) | (q >> 2) << k / 4);
  }
  static Int3Block encode(const float* values) { return encode_from_minimum<Int3Block>(values); }
};
static_assert(sizeof(Int3Block) == 28);

}  // namespace halftone
