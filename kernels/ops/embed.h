// embed: out[t] = scale · table[ids[t]]
#pragma once

#include <cstdint>
#include <span>

#include "kernels/core/tensor_view.h"
#include "kernels/core/weight_view.h"

namespace halftone {

struct EmbedArgs {
  std::span<const std::int32_t> ids;  // T, each in [0, V)
  WeightView table;                   // (V, D), any format, either layout
  float scale = 1.0f;                 // Gemma: √D
  MatrixView<float> out;              // (T, D)
};

class ThreadPool;
namespace reference { void embed(const EmbedArgs&); }
namespace cpu { void embed(const EmbedArgs&, ThreadPool&); }

}  // namespace halftone
