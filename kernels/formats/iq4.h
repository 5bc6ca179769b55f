// GGUF's four-bit codes: a quant is the place of a level in a table of whole numbers, denser around 0. Nibbles as in int4.h.
//   IQ4_NL (32)   w = scale · level(q)                                          4.5 bits per weight
//   IQ4_XS (256)  w = scale · (s - 32) · level(q), parts of 32, s of 6 bits     4.25
// Only read. Source: the GGUF specification and ggml's block definitions.
#pragma once

#include "kernels/formats/int4.h"

namespace halftone {

// A function, so that device code can read them.
HALFTONE_HOST_DEVICE constexpr int iq4_level(int q) {
  const signed char levels[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
  return levels[q];
}

struct Iq4NlBlock {
  static constexpr int kGroup = 32, kHeaderFields = 1;
  F16 scale;
  Nibbles<32> quants;

  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * iq4_level(quants[i]); }
};
static_assert(sizeof(Iq4NlBlock) == 18);

struct Iq4XsBlock {
  static constexpr int kGroup = 256, kHeaderFields = 2, kHeaderFloats = 1, kAsideBytes = 8;
  F16 scale;
  std::uint8_t high[2];  // two high bits of each s
  std::uint8_t low[4];   // four low bits
  Nibbles<256> quants;

  HALFTONE_HOST_DEVICE int part_scale(int part) const {
    return ((low[part / 2] >> part % 2 * 4 & 15) | (high[part / 4] >> part % 4 * 2 & 3) << 4) - 32;
  }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * part_scale(i / 32) * iq4_level(quants[i]); }
};
static_assert(sizeof(Iq4XsBlock) == 136);

}  // namespace halftone
