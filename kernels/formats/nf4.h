// nf4: w = absmax · nf4_code(q), groups of 64. 4.25 bits per weight. Nibbles as in int4.h.
// Source: Dettmers et al. 2023, QLoRA, appendix E: quantiles of the normal distribution, scaled to [-1, 1], with an exact 0.
#pragma once

#include <array>

#include "kernels/formats/int4.h"

namespace halftone {

// The published values in single precision. A function, so that device code can read them.
HALFTONE_HOST_DEVICE constexpr float nf4_code(int q) {
  const float codes[16] = {
      -1.0f,                 -0.6961928009986877f,  -0.5250730514526367f,  -0.39491748809814453f,
      -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0.0f,
      0.07958029955625534f,  0.16093020141124725f,  0.24611230194568634f,  0.33791524171829224f,
      0.44070982933044434f,  0.5626170039176941f,   0.7229568362236023f,   1.0f};
  return codes[q];
}

struct Nf4Block {
  static constexpr int kGroup = 64, kHeaderFields = 1;
  F16 absmax;
  Nibbles<64> quants;

  HALFTONE_HOST_DEVICE int quant(int i) const { return quants[i]; }
  HALFTONE_HOST_DEVICE float value(int i) const { return absmax.to_float() * nf4_code(quant(i)); }

  void set_quant(int i, int q) { quants.set(i, q); }

  // The code nearest to `ratio`: the number of midpoints below it.
  static int nearest_code(float ratio) {
    static constexpr auto kMiddles = [] {
      std::array<float, 15> middles{};
      for (int c = 0; c < 15; ++c) middles[c] = 0.5f * (nf4_code(c) + nf4_code(c + 1));
      return middles;
    }();
    int q = 0;
    for (const float middle : kMiddles) q += ratio > middle;
    return q;
  }
  static Nf4Block encode(const float* values) {
    float largest = 0;
    for (int i = 0; i < kGroup; ++i) largest = std::max(largest, std::abs(storable(values[i])));
    Nf4Block block{};
    block.absmax = F16::from_float(largest);
    const float scale = block.absmax.to_float();
    for (int i = 0; i < kGroup; ++i) block.set_quant(i, nearest_code(scale == 0.0f ? 0.0f : storable(values[i]) / scale));
    return block;
  }
};
static_assert(sizeof(Nf4Block) == 34);

}  // namespace halftone
