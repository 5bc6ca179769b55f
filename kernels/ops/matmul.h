// matmul: y[t] = W·x[t] + bias (+ y[t] if `accumulate`: the residual add)
//
// Precision contract. f32, f16, bf16, nf4, fp4: weights widened to float, products and sums in float. Integer formats on the CPU: x is
// rounded to int8 in groups of 32 (scale = absmax / 127, nearest, ties to even), which adds an error of at most
// Σ |W|·scale/2; group sums are exact in int32 and are added in float, in order of k. A group of x that holds a NaN or an infinity
// makes its token's outputs NaN; below 1e-30 a group counts as zeros. The reference does not round x.
// Every output is one fixed chain of operations whatever T is: one row and many rows give the same bits, so that a cache hit and a
// miss give the same text. Instruction sets with fused multiply-add give the same bits too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/core/tensor_view.h"
#include "kernels/layouts/weight_view.h"

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
namespace cpu { void matmul(const MatmulArgs&, ThreadPool&); }  // panels only

}  // namespace halftone
