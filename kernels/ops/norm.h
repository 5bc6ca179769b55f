// norm: RMS norm, out = x / √(mean(x²) + ε) · weight       (Zhang & Sennrich 2019)
//       layer norm, out = (x − mean) / √(var + ε) · weight + bias  (Ba et al. 2016)
//       with `accumulate`, that is added to out: norms after a half-layer (Gemma 2)
// Sums in float over fixed lanes: a row's result does not depend on how many rows there are.
#pragma once

#include "kernels/core/tensor_view.h"

namespace halftone {

enum class NormKind { rms, layer };

struct NormArgs {
  NormKind kind = NormKind::rms;
  MatrixView<const float> x;        // (T, D)
  VectorView<const float> weight;   // (D), may be empty: ones
  VectorView<const float> bias;     // (D), may be empty: zeros
  float weight_offset = 0.0f;       // Gemma stores weight − 1: added to every weight
  float epsilon = 1e-5f;
  MatrixView<float> out;            // (T, D), may be x itself
  bool accumulate = false;          // out += instead of out =
};

class ThreadPool;
namespace reference { void norm(const NormArgs&); }
namespace cpu { void norm(const NormArgs&, ThreadPool&); }

}  // namespace halftone
