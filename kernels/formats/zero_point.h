// Integers around a zero point, as GPTQ and AWQ store them: w = scale · (q - zero), groups of 32 or 128, 8, 4, 3 or 2 bits.
// zero is an integer from 0 to 256, held as f16, which is exact. The product is exact in float (11 + 9 bits).
// Bits: 8 as bytes, 4 as int4.h, 3 as int3.h, 2 as int2.h, unsigned. Only read: engine/load turns a checkpoint's tensors into these.
// Source: Frantar et al. 2022, GPTQ; Lin et al. 2023, AWQ; the layouts of their checkpoints: engine/load/integer_layers.cpp.
#pragma once

#include "kernels/formats/int2.h"
#include "kernels/formats/int3.h"
#include "kernels/formats/int4.h"

namespace halftone {

template <int Bits, int Group>
struct ZeroPointBlock {
  static constexpr int kGroup = Group, kHeaderFields = 2, kBits = Bits;
  F16 scale, zero;
  std::uint8_t quants[Group * Bits / 8];

  HALFTONE_HOST_DEVICE int quant(int i) const {
    const std::uint8_t* part = quants + i / 32 * (4 * Bits);
    const int k = i % 32;
    if constexpr (Bits == 8) return part[k];
    if constexpr (Bits == 4) return part[k % 16] >> k / 16 * 4 & 15;
    if constexpr (Bits == 3) return (part[k % 8] >> k / 8 * 2 & 3) | (part[8 + k % 4] >> k / 4 & 1) << 2;
    if constexpr (Bits == 2) return part[k % 8] >> k / 8 * 2 & 3;
  }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * (static_cast<float>(quant(i)) - zero.to_float()); }

  // Weights 32 · part … from a byte each.
  void set_part(int part, const std::uint8_t* q) {
    std::uint8_t* to = quants + part * (4 * Bits);
    const auto byte = [](int bits) { return static_cast<std::uint8_t>(bits); };
    if constexpr (Bits == 8) std::copy_n(q, 32, to);
    if constexpr (Bits == 4)
      for (int b = 0; b < 16; ++b) to[b] = byte(q[b] | q[b + 16] << 4);
    if constexpr (Bits <= 3)
      for (int b = 0; b < 8; ++b) to[b] = byte((q[b] & 3) | (q[b + 8] & 3) << 2 | (q[b + 16] & 3) << 4 | (q[b + 24] & 3) << 6);
    if constexpr (Bits == 3) {
      for (int b = 0; b < 4; ++b) {
        int high = 0;
        for (int j = 0; j < 8; ++j) high |= q[4 * j + b] >> 2 << j;
        to[8 + b] = byte(high);
      }
    }
  }
};
static_assert(sizeof(ZeroPointBlock<8, 32>) == 36 && sizeof(ZeroPointBlock<4, 128>) == 68 && sizeof(ZeroPointBlock<3, 32>) == 16 &&
              sizeof(ZeroPointBlock<2, 128>) == 36);

}  // namespace halftone
