// add: out[t] += scale · x[t]
// One product and one sum in float a number, each rounded; NaN stays NaN.
#pragma once

#include "kernels/core/tensor_view.h"

namespace halftone {

struct AddArgs {
  MatrixView<const float> x;  // (T, D)
  float scale = 1.0f;
  MatrixView<float> out;      // (T, D)
};

class ThreadPool;
namespace reference { void add(const AddArgs&); }
namespace cpu { void add(const AddArgs&, ThreadPool&); }

}  // namespace halftone
