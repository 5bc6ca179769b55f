// matmul and its fused relatives on the device. All pointers are the device's. Contract of the sums: kernels/ops/matmul.h, and
//   T = 1: as on the CPU: float weights widened to float; integer formats: x rounded to int8 in groups of 32, group sums exact, added in
//     float (in another order than the CPU).
//   else: cuBLAS; x and the weights as bf16 (f16 for f16 weights, floats for f32), products summed in float.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/core/dtype.h"
#include "kernels/cuda/context.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"

namespace halftone::cuda {

// args.scratch: matmul_scratch_bytes(...) bytes of device memory, 256-byte aligned. Weights in WeightLayout::split.
void matmul(const MatmulArgs& args, const Context& context);
std::int64_t matmul_scratch_bytes(std::int64_t tokens, std::int64_t columns, std::int64_t rows, Format format);

// The part of a product with many tokens that can be shared by several weights: x as the 16-bit type that the weights take.
// `x16`: as many numbers as x, dense. Which of the two types a format takes: takes_f16.
bool takes_f16(Format format);
void to_16_bits(MatrixView<const float> x, Format format, void* x16, const Context& context);
// The same of norm(x) and of act(gate) · up (gate's row widths a multiple of 4); their `out` is not looked at.
void norm_to_16_bits(const NormArgs& args, Format format, void* x16, const Context& context);
void glu_to_16_bits(const GluArgs& args, Format format, void* x16, const Context& context);
// y (T, N) = x16 · Wᵀ + bias (+ y), through cuBLAS. panel: gemm_panel_bytes(...) of scratch, where quantised rows become numbers.
struct GemmArgs {
  const void* x16 = nullptr;  // (T, K) as to_16_bits leaves it; f32 weights: floats
  std::int64_t tokens = 0;
  WeightView weight;
  VectorView<const float> bias;
  bool accumulate = false;
  MatrixView<float> y;
  std::span<std::byte> panel;
};
void gemm(const GemmArgs& args, const Context& context);
std::int64_t gemm_panel_bytes(std::int64_t columns, std::int64_t rows, Format format);
std::int64_t largest_gemm_panel_bytes(std::int64_t columns);  // of any weight with so many columns or fewer

// One launch that reads x once for up to three matrices: y_i = W_i · norm(x) + bias_i.
struct Projection {
  WeightView weight;             // (N_i, K)
  VectorView<const float> bias;  // (N_i), may be empty
  VectorView<float> y;           // (N_i)
};
struct GemvArgs {
  VectorView<const float> x;       // (K): one token
  const NormArgs* norm = nullptr;  // its kind, weight, bias, offset and epsilon; x and out are not looked at. Null: x as it is
  std::span<const Projection> outputs;
  bool gated = false;      // outputs are gate and up: outputs[0].y = act(gate + bias) · (up + bias)
  bool activated = false;  // one output: y = act(W·x + bias)
  Activation activation = Activation::silu;
  bool accumulate = false;  // y += …
};
void gemv(const GemvArgs& args, const Context& context);
// Whether these matrices can share a launch: all of one format, in the split layout, and K small enough for a block's shared memory.
bool can_gemv(std::span<const WeightView> weights, const Context& context);

// Rows [first, first + out rows) of a weight as bf16 or f16 numbers, row-major and dense.
void dequantise(const WeightView& weight, std::int64_t first, MatrixView<BF16> out, const Context& context);
void dequantise(const WeightView& weight, std::int64_t first, MatrixView<F16> out, const Context& context);
// And as floats: the definition that tests compare with.
void dequantise(const WeightView& weight, std::int64_t first, MatrixView<float> out, const Context& context);

}  // namespace halftone::cuda
