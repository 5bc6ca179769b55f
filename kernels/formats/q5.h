// GGUF's five-bit integers, groups of 32: four bits as in int4.h, the fifth bit of weight i in bit i of a 32-bit word before them.
//   Q5_0:  w = scale · (q - 16)       5.5 bits per weight
//   Q5_1:  w = scale · q + minimum    6
// Only read. Source: the GGUF specification.
#pragma once

#include "kernels/formats/int4.h"

namespace halftone {

struct FiveBits {
  std::uint8_t high[4];
  Nibbles<32> low;
  HALFTONE_HOST_DEVICE int operator[](int i) const { return low[i] | (high[i / 8] >> i % 8 & 1) << 4; }
};

struct Q5_0Block {
  static constexpr int kGroup = 32, kHeaderFields = 1, kAsideBytes = 6;
  F16 scale;
  FiveBits quants;
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * (quants[i] - 16); }
};
static_assert(sizeof(Q5_0Block) == 22);

struct Q5_1Block {
  static constexpr int kGroup = 32, kHeaderFields = 2, kAsideBytes = 8;
  F16 scale, minimum;
  FiveBits quants;
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quants[i] + minimum.to_float(); }
};
static_assert(sizeof(Q5_1Block) == 24);

}  // namespace halftone
