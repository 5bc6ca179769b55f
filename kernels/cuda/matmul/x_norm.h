// What is done to x before it meets the weights. No weight pointer: ones; no bias: zeros.
#pragma once

#include "kernels/ops/norm.h"

namespace halftone::cuda {

struct XNorm {
  bool present = false;
  NormKind kind = NormKind::rms;
  const float* weight = nullptr;
  const float* bias = nullptr;
  float weight_offset = 0, epsilon = 0;
};

}  // namespace halftone::cuda
