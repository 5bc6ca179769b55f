// bound: keeps numbers within limits, in place.
//   clamp: x ← min(max(scale · x, −limit), limit)     MPT's clip_qkv
//   tanh:  x ← limit · tanh(scale · x / limit)        Gemma 2's caps on logits (Bello et al. 2017)
//   none:  x ← scale · x
// NaN stays NaN.
#pragma once

#include <cstdint>

#include "kernels/core/tensor_view.h"

namespace halftone {

enum class Bound { none, clamp, tanh };

struct BoundArgs {
  Bound kind = Bound::none;
  MatrixView<float> x;  // (T, D)
  float scale = 1.0f;
  float limit = 0.0f;   // above 0, except with none
};

class ThreadPool;
namespace reference { void bound(const BoundArgs&); }
namespace cpu { void bound(const BoundArgs&, ThreadPool&); }

}  // namespace halftone
