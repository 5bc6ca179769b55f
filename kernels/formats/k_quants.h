// GGUF's K-quants: super-blocks of 256 weights in parts of 16 or 32, whose scales are small integers times the super-block's own.
//   Q2_K  w = scale·s·q - minimum·m    parts of 16, s and m of 4 bits, q of 2      2.625 bits per weight
//   Q3_K  w = scale·(s - 32)·(q - 4)   parts of 16, s of 6 bits, q of 3            3.4375
//   Q4_K  w = scale·s·q - minimum·m    parts of 32, s and m of 6 bits, q of 4      4.5
//   Q5_K  as Q4_K, q of 5                                                          5.5
//   Q6_K  w = scale·s·(q - 32)         parts of 16, s a signed byte, q of 6        6.5625
// All products are exact in float (at most 11 + 7 + 6 bits), so that only the subtraction rounds. Only read.
// Bits: weights come in stretches of 32, of which byte b of a field holds weight b. A field of n-bit pieces holds 8/n stretches side
// by side: Q2_K and Q3_K four stretches in each 32 bytes, Q4_K and Q5_K two; a mask or a field of high bits one bit of each of the
// eight stretches. Source: the GGUF specification and ggml's block definitions.
#pragma once

#include "kernels/formats/block.h"

namespace halftone {

// Eight 6-bit scales and as many minima in 12 bytes (Q4_K, Q5_K).
struct SixBitPairs {
  std::uint8_t bytes[12];
  HALFTONE_HOST_DEVICE int scale(int part) const {
    return part < 4 ? bytes[part] & 63 : (bytes[part + 4] & 15) | bytes[part - 4] >> 6 << 4;
  }
  HALFTONE_HOST_DEVICE int minimum(int part) const {
    return part < 4 ? bytes[part + 4] & 63 : bytes[part + 4] >> 4 | bytes[part] >> 6 << 4;
  }
};

// Sixteen 6-bit scales in 12 bytes (Q3_K): four low bits in nibbles, two high bits in the last four bytes.
struct SixBitScales {
  std::uint8_t bytes[12];
  HALFTONE_HOST_DEVICE int operator[](int part) const {
    const int low = bytes[part % 8] >> part / 8 * 4 & 15, high = bytes[8 + part % 4] >> part / 4 * 2 & 3;
    return low | high << 4;
  }
};

struct Q2KBlock {
  static constexpr int kGroup = 256, kHeaderFields = 2, kAsideBytes = 4;
  static constexpr bool kHeaderLast = true;
  std::uint8_t scales[16];  // low nibble: s, high: m
  std::uint8_t quants[64];
  F16 scale, minimum;

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3; }
  HALFTONE_HOST_DEVICE float value(int i) const {
    const int s = scales[i / 16];
    return scale.to_float() * (s & 15) * quant(i) - minimum.to_float() * (s >> 4);
  }
};
static_assert(sizeof(Q2KBlock) == 84);

struct Q3KBlock {
  static constexpr int kGroup = 256, kHeaderFields = 1, kAsideBytes = 14;
  static constexpr bool kHeaderLast = true;
  std::uint8_t high[32];
  std::uint8_t quants[64];
  SixBitScales scales;
  F16 scale;

  HALFTONE_HOST_DEVICE int quant(int i) const {
    return (quants[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3) | (high[i % 32] >> i / 32 & 1) << 2;
  }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * (scales[i / 16] - 32) * (quant(i) - 4); }
};
static_assert(sizeof(Q3KBlock) == 110);

struct Q4KBlock {
  static constexpr int kGroup = 256, kHeaderFields = 2, kAsideBytes = 16;
  F16 scale, minimum;
  SixBitPairs scales;
  std::uint8_t quants[128];

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15; }
  HALFTONE_HOST_DEVICE float value(int i) const {
    return scale.to_float() * scales.scale(i / 32) * quant(i) - minimum.to_float() * scales.minimum(i / 32);
  }
};
static_assert(sizeof(Q4KBlock) == 144);

struct Q5KBlock {
  static constexpr int kGroup = 256, kHeaderFields = 2, kAsideBytes = 16;
  F16 scale, minimum;
  SixBitPairs scales;
  std::uint8_t high[32];
  std::uint8_t quants[128];

  HALFTONE_HOST_DEVICE int quant(int i) const {
    return (quants[i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15) | (high[i % 32] >> i / 32 & 1) << 4;
  }
  HALFTONE_HOST_DEVICE float value(int i) const {
    return scale.to_float() * scales.scale(i / 32) * quant(i) - minimum.to_float() * scales.minimum(i / 32);
  }
};
static_assert(sizeof(Q5KBlock) == 176);

struct Q6KBlock {
  static constexpr int kGroup = 256, kHeaderFields = 1, kAsideBytes = 18;
  static constexpr bool kHeaderLast = true;
  std::uint8_t low[128];  // in each 64 bytes four stretches: two in the low nibbles, two in the high ones
  std::uint8_t high[64];  // in each 32 bytes four
  std::int8_t scales[16];
  F16 scale;

  HALFTONE_HOST_DEVICE int quant(int i) const {
    const int four = low[i / 128 * 64 + i % 64] >> i % 128 / 64 * 4 & 15;
    return four | (high[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3) << 4;
  }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * scales[i / 16] * (quant(i) - 32); }
};
static_assert(sizeof(Q6KBlock) == 210);

}  // namespace halftone
