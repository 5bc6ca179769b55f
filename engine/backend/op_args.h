// What a layer holds, as the arguments that ops take.
#pragma once

#include "engine/backend/layer_weights.h"
#include "engine/spec/model_spec.h"
#include "kernels/ops/norm.h"

namespace halftone {

// (T, H, Dh) as the matrix (T, H·Dh) that a projection writes or reads.
template <class T>
MatrixView<T> as_matrix(const TensorView<T, 3>& heads) {
  return {heads.data, {heads.shape[0], heads.shape[1] * heads.shape[2]}, {heads.stride[0], 1}};
}

inline NormArgs norm_args(const NormSpec& spec, const NormWeights& weights, MatrixView<const float> x, MatrixView<float> out,
                          bool accumulate = false) {
  return {.kind = spec.kind,
          .x = x,
          .weight = weights.weight,
          .bias = weights.bias,
          .weight_offset = spec.weight_offset,
          .epsilon = spec.epsilon,
          .out = out,
          .accumulate = accumulate};
}

}  // namespace halftone
