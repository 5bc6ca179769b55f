// int8 and GGUF Q8_0: w = scale · q, q in [-127, 127], one scale per 32. 8.5 bits per weight.
// Source of Q8_0: the GGUF specification; int8 is the same block.
#pragma once

#include "kernels/formats/block.h"

namespace halftone {

struct Int8Block {
  static constexpr int kGroup = 32, kHeaderFields = 1;
  static constexpr bool kSignedBytes = true;
  F16 scale;
  std::int8_t quants[32];

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i]; }
  HALFTONE_HOST_DEVICE float value(int i) const { return scale.to_float() * quant(i); }

  void set_quant(int i, int q) { quants[i] = static_cast<std::int8_t>(q); }
  static Int8Block encode(const float* values) {
    float largest = 0;
    for (int i = 0; i < kGroup; ++i) largest = std::max(largest, std::abs(storable(values[i])));
    Int8Block block;
    block.scale = F16::from_float(largest / 127);
    for (int i = 0; i < kGroup; ++i) block.set_quant(i, nearest_quant(storable(values[i]), block.scale.to_float(), -127, 127));
    return block;
  }
};
static_assert(sizeof(Int8Block) == 34);

}  // namespace halftone
