// The activations of kernels/ops/glu.h, on one number.
#pragma once

#include "kernels/ops/glu.h"

namespace halftone::cuda {

__device__ inline float activate(Activation activation, float x) {
  switch (activation) {
    case Activation::silu: return x / (1.0f + expf(-x));
    case Activation::gelu: return 0.5f * x * (1.0f + erff(x * 0.70710678118654752f));
    case Activation::gelu_tanh: return 0.5f * x * (1.0f + tanhf(0.79788456080286536f * (x + 0.044715f * x * x * x)));
    case Activation::relu: return x > 0.0f || x != x ? x : 0.0f;
  }
  return x;
}

}  // namespace halftone::cuda
