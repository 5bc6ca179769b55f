// Four-bit integers. In every 32 weights of a block, byte b holds weight b in its low and weight b + 16 in its high nibble, as in GGUF.
//   int4 (groups of 32, 64, 128) and Q4_1 (32):  w = scale · q + minimum   5, 4.5, 4.25 bits per weight
//   Q4_0 (32):                                   w = scale · (q - 8)       4.5
// Source of Q4_0 and Q4_1: the GGUF specification; int4_g32 is the same block as Q4_1.
#pragma once

#include "kernels/formats/block.h"

namespace halftone {

template <int Group>
struct Nibbles {
  std::uint8_t bytes[Group / 2];

  HALFTONE_HOST_DEVICE int operator[](int i) const { return bytes[i / 32 * 16 + i % 16] >> (i % 32 / 16 * 4) & 15; }
  void set(int i, int q) {
    std::uint8_t& byte = bytes[i / 32 * 16 + i % 16];
    const int shift = i % 32 / 16 * 4;
    byte = static_cast<std::uint8_t>((byte & ~(15 << shift)) | q << shift);
  }
};

template <int Group>
struct Int4Block {
  static constexpr int kGroup = Group, kHeaderFields = 2, kMaxQuant = 15;
  F16 scale, minimum;
  Nibbles<Group> quants;

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i]; }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quant(i) + minimum.to_float(); }

  void set_quant(int i, int q) { quants.set(i, q); }
  static Int4Block encode(const float* values) { return encode_from_minimum<Int4Block>(values); }
};
static_assert(sizeof(Int4Block<32>) == 20 && sizeof(Int4Block<64>) == 36 && sizeof(Int4Block<128>) == 68);

struct Q4_0Block {
  static constexpr int kGroup = 32, kHeaderFields = 1;
  F16 scale;
  Nibbles<32> quants;

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i] - 8; }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quant(i); }

  void set_quant(int i, int q) { quants.set(i, q + 8); }

  // The number of largest magnitude becomes -8: the range has one step more on that side.
  static Q4_0Block encode(const float* values) {
    float extreme = 0;
    for (int i = 0; i < kGroup; ++i)
      if (const float v = storable(values[i]); std::abs(v) > std::abs(extreme)) extreme = v;
    Q4_0Block block{};
    block.scale = F16::from_float(extreme / -8);
    for (int i = 0; i < kGroup; ++i) block.set_quant(i, nearest_quant(storable(values[i]), block.scale.to_float(), -8, 7));
    return block;
  }
};
static_assert(sizeof(Q4_0Block) == 18);

}  // namespace halftone
