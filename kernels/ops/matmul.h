// matmul: y[t] = W·x[t] + bias (+ y[t] if `accumulate`: the residual add)
//
// Precision contract. Float formats: weights widened to float, products and sums in float. Quantised formats on the CPU: where an
// integer dot product is used, x is rounded to int8 in groups of 32 (scale = absmax / 127), group sums are exact in int32, groups are added in
// float, in order of k. Every output is one chain of additions in order of k whatever T is: one row and many rows give the same
// bits, so that a cache hit and a miss give the same text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/core/tensor_view.h"
#include "kernels/core/weight_view.h"

namespace halftone {

struct MatmulArgs {
  MatrixView<const float> x;       // (T, K)
  WeightView weight;               // (N, K)
  VectorView<const float> bias;    // (N), may be empty
  bool accumulate = false;
  MatrixView<float> y;             // (T, N)
  std::span<std::byte> scratch;    // at least matmul_scratch_bytes(T, K) bytes, 64-byte aligned; the CPU keeps the rounded x there
};

std::int64_t matmul_scratch_bytes(std::int64_t tokens, std::int64_t columns);

class ThreadPool;
namespace reference { void matmul(const MatmulArgs&); }  // decodes W, double accumulation; row_major and panels
namespace cpu { void matmul(const MatmulArgs&, ThreadPool&); }

}  // namespace halftone
