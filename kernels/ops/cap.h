// cap: keeps numbers within limits, in place.
//   clamp:    x ← min(max(scale · x, −limit), limit)     MPT's clip_qkv
//   soft_cap: x ← limit · tanh(scale · x / limit)        Gemma 2's logits (Bello et al. 2017)
//   none:     x ← scale · x
// NaN stays NaN.
#pragma once

#include <cstdint>

#include "kernels/core/tensor_view.h"

namespace halftone {

enum class Cap { none, clamp, soft_cap };

struct CapArgs {
  Cap kind = Cap::none;
  MatrixView<float> x;  // (T, D)
  float scale = 1.0f;
  float limit = 0.0f;   // above 0, except with none
};

class ThreadPool;
namespace reference { void cap(const CapArgs&); }
namespace cpu { void cap(const CapArgs&, ThreadPool&); }

}  // namespace halftone
