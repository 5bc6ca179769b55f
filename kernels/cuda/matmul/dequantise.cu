// dequantise: out[n][k] = W[first + n][k]. One thread a chunk (chunks.cuh): 16 bytes in, its weights out.
#include <algorithm>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/format_chunks.cuh"
#include "kernels/cuda/matmul/numbers.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;

template <class Chunk, class Number>
__global__ void __launch_bounds__(kThreads)
    dequantise_kernel(const std::byte* quants, const std::byte* headers, long long quant_stride, long long header_stride, int columns,
                      int chunks, Number* out, long long stride) {
  wait_for_previous();
  let_next_start();
  const int c = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (c >= chunks) return;
  const long long row = blockIdx.y;
  Chunk chunk;
  chunk.load(quants + row * quant_stride, headers + row * header_stride, c);
  constexpr int kWeights = Chunk::kWeights;
  constexpr int kVector = 16 / sizeof(Number) < kWeights ? 16 / sizeof(Number) : kWeights;  // numbers in a 16-byte store
  struct alignas(sizeof(Number) * kVector) Vector {
    Number number[kVector];
  };
  Number* to = out + row * stride + static_cast<long long>(c) * kWeights;
  if (c * kWeights + kWeights <= columns && stride % kVector == 0) {
#pragma unroll
    for (int i = 0; i < kWeights; i += kVector) {
      Vector v;
#pragma unroll
      for (int j = 0; j < kVector; ++j) put(v.number[j], chunk.weight(i + j));
      *reinterpret_cast<Vector*>(to + i) = v;
    }
  } else {
#pragma unroll
    for (int i = 0; i < kWeights; ++i)
      if (c * kWeights + i < columns) put(to[i], chunk.weight(i));
  }
}

template <class Number>
void dequantise_rows(const WeightView& weight, std::int64_t first, MatrixView<Number> out, const Context& context) {
  const SplitLayout layout(weight);
  constexpr std::int64_t kMaxRows = 65535;  // of a grid's second dimension
  with_chunk(weight.format, [&]<class Chunk>(Chunk) {
    const auto chunks = static_cast<int>((weight.columns + Chunk::kWeights - 1) / Chunk::kWeights);
    for (std::int64_t row = 0; row < out.shape[0]; row += kMaxRows) {
      const dim3 grid(static_cast<unsigned>((chunks + kThreads - 1) / kThreads),
                      static_cast<unsigned>(std::min(kMaxRows, out.shape[0] - row)));
      context.launch("dequantise", dequantise_kernel<Chunk, Number>, grid, dim3(kThreads), 0,
                     weight.data + (first + row) * layout.quant_stride,
                     weight.data + layout.headers_at() + (first + row) * layout.header_stride, layout.quant_stride, layout.header_stride,
                     static_cast<int>(weight.columns), chunks, out.data + row * out.stride[0], out.stride[0]);
    }
  });
}

}  // namespace

void dequantise(const WeightView& weight, std::int64_t first, MatrixView<BF16> out, const Context& context) {
  dequantise_rows(weight, first, out, context);
}
void dequantise(const WeightView& weight, std::int64_t first, MatrixView<F16> out, const Context& context) {
  dequantise_rows(weight, first, out, context);
}
void dequantise(const WeightView& weight, std::int64_t first, MatrixView<float> out, const Context& context) {
  dequantise_rows(weight, first, out, context);
}

}  // namespace halftone::cuda
