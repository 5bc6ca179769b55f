// embed: out[t] = scale · table[ids[t]] + p(positions[t]), with p(n) nothing, row n of a learned table, or the sinusoids of
// Vaswani et al. 2017: p(n)[2i] = sin(n · 10000^(−2i/D)), p(n)[2i+1] = cos(n · 10000^(−2i/D)).
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include "kernels/core/tensor_view.h"
#include "kernels/layouts/weight_view.h"

namespace halftone {

struct EmbedArgs {
  std::span<const std::int32_t> ids;             // T, each in [0, V)
  WeightView table;                              // (V, D), any format, either layout
  float scale = 1.0f;                            // Gemma: √D
  std::span<const std::int32_t> positions = {};  // T; read only with one of the next two
  MatrixView<const float> position_table = {};   // (P, D), may be empty; every position < P
  bool sinusoidal = false;
  MatrixView<float> out;                         // (T, D)
};

// p(position)[d] of a width D, in double.
inline double sinusoid(std::int64_t position, std::int64_t d, std::int64_t width) {
  const double angle = static_cast<double>(position) * std::pow(10000.0, -static_cast<double>(d / 2 * 2) / static_cast<double>(width));
  return d % 2 == 0 ? std::sin(angle) : std::cos(angle);
}

class ThreadPool;
namespace reference { void embed(const EmbedArgs&); }
namespace cpu { void embed(const EmbedArgs&, ThreadPool&); }

}  // namespace halftone
