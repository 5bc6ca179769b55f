// glu: out = act(gate) · up, or act(gate) alone without up. SwiGLU: Shazeer 2020.
#pragma once

#include "kernels/core/tensor_view.h"

namespace halftone {

enum class Activation {
  silu,       // x·σ(x)
  gelu,       // x·Φ(x), with erf
  gelu_tanh,  // its tanh approximation
  relu,
};

struct GluArgs {
  Activation activation = Activation::silu;
  MatrixView<const float> gate;  // (T, F)
  MatrixView<const float> up;    // (T, F), may be empty: no gating
  MatrixView<float> out;         // (T, F), may be gate or up itself
};

class ThreadPool;
namespace reference { void glu(const GluArgs&); }
namespace cpu { void glu(const GluArgs&, ThreadPool&); }

}  // namespace halftone
