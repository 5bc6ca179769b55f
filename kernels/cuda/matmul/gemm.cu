// matmul of many tokens: cuBLAS on 16-bit numbers, sums and results in float. Quantised weights become numbers a panel of rows at a
// time, small enough that cuBLAS finds it in the second-level cache. One token goes to gemv.
#include <algorithm>
#include <array>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/format_chunks.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;
constexpr std::int64_t kPanelBytes = 24 << 20;

std::int64_t aligned(std::int64_t bytes) { return (bytes + 255) / 256 * 256; }
bool is_number(Format format) { return format == Format::f32 || format == Format::f16 || format == Format::bf16; }
int number_bytes(Format format) { return format == Format::f32 ? 4 : 2; }

// Four numbers a thread.
template <bool Half>
__global__ void __launch_bounds__(kThreads) to_16_bits_kernel(const float* x, long long stride, int columns, std::uint16_t* out) {
  wait_for_previous();
  let_next_start();
  const int k = (static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x)) * 4;
  if (k >= columns) return;
  const float* row = x + blockIdx.y * stride;
  std::uint16_t* to = out + static_cast<long long>(blockIdx.y) * columns;
  const auto rounded = [](float v) { return Half ? __half_as_ushort(__float2half_rn(v)) : __bfloat16_as_ushort(__float2bfloat16_rn(v)); };
  if (columns % 4 == 0 && stride % 4 == 0) {
    const float4 v = *reinterpret_cast<const float4*>(row + k);
    *reinterpret_cast<ushort4*>(to + k) = {rounded(v.x), rounded(v.y), rounded(v.z), rounded(v.w)};
  } else {
    for (int i = k; i < k + 4 && i < columns; ++i) to[i] = rounded(row[i]);
  }
}

__global__ void __launch_bounds__(kThreads) add_bias_kernel(float* y, long long stride, int rows, const float* bias) {
  wait_for_previous();
  let_next_start();
  const int n = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (n < rows) y[blockIdx.y * stride + n] += bias[n];
}

// C (T, N) = x (T, K) · Wᵀ, W (N, K), all row-major; cuBLAS counts columns first, so it computes Cᵀ = W · xᵀ.
void multiply(const Context& context, const void* weight, std::int64_t weight_stride, const void* x, std::int64_t columns,
              cudaDataType_t type, std::int64_t tokens, std::int64_t rows, float* y, std::int64_t y_stride, bool accumulate) {
  const float one = 1, beta = accumulate ? 1 : 0;
  const cublasComputeType_t compute = type == CUDA_R_32F ? CUBLAS_COMPUTE_32F_PEDANTIC : CUBLAS_COMPUTE_32F;
  check(cublasGemmEx(context.cublas(), CUBLAS_OP_T, CUBLAS_OP_N, static_cast<int>(rows), static_cast<int>(tokens),
                     static_cast<int>(columns), &one, weight, type, static_cast<int>(weight_stride), x, type, static_cast<int>(columns),
                     &beta, y, CUDA_R_32F, static_cast<int>(y_stride), compute, CUBLAS_GEMM_DEFAULT),
        "a matrix product");
}

template <class Number>
MatrixView<Number> as_matrix(std::byte* data, std::int64_t rows, std::int64_t columns) {
  return {reinterpret_cast<Number*>(data), {rows, columns}};
}

std::int64_t panel_rows(std::int64_t columns, std::int64_t rows) {
  return std::min(rows, std::max<std::int64_t>(256, kPanelBytes / (2 * columns) / 256 * 256));
}

}  // namespace

bool takes_f16(Format format) { return format == Format::f16; }

void to_16_bits(MatrixView<const float> x, Format format, void* x16, const Context& context) {
  const auto columns = static_cast<int>(x.shape[1]);
  const auto blocks = static_cast<unsigned>((columns + 4 * kThreads - 1) / (4 * kThreads));
  constexpr std::int64_t kMaxRows = 65535;
  for (std::int64_t t = 0; t < x.shape[0]; t += kMaxRows) {
    const dim3 grid(blocks, static_cast<unsigned>(std::min(kMaxRows, x.shape[0] - t)));
    context.launch("to_16_bits", takes_f16(format) ? to_16_bits_kernel<true> : to_16_bits_kernel<false>, grid, dim3(kThreads), 0,
                   x.data + t * x.stride[0], x.stride[0], columns, static_cast<std::uint16_t*>(x16) + t * columns);
  }
}

std::int64_t gemm_panel_bytes(std::int64_t columns, std::int64_t rows, Format format) {
  return is_number(format) ? 0 : aligned(panel_rows(columns, rows) * columns * 2);
}
std::int64_t largest_gemm_panel_bytes(std::int64_t columns) { return aligned(std::max(kPanelBytes, 256 * columns * 2)); }

void gemm(const GemmArgs& args, const Context& context) {
  const WeightView& w = args.weight;
  const std::int64_t tokens = args.tokens, columns = w.columns, y_stride = args.y.stride[0];
  if (is_number(w.format)) {
    const cudaDataType_t type = w.format == Format::f32 ? CUDA_R_32F : w.format == Format::f16 ? CUDA_R_16F : CUDA_R_16BF;
    const std::int64_t stride = SplitLayout(w).quant_stride / number_bytes(w.format);
    multiply(context, w.data, stride, args.x16, columns, type, tokens, w.rows, args.y.data, y_stride, args.accumulate);
  } else {
    const std::int64_t panel = panel_rows(columns, w.rows);
    for (std::int64_t row = 0; row < w.rows; row += panel) {
      const std::int64_t rows = std::min(panel, w.rows - row);
      dequantise(w, row, as_matrix<BF16>(args.panel.data(), rows, columns), context);
      multiply(context, args.panel.data(), columns, args.x16, columns, CUDA_R_16BF, tokens, rows, args.y.data + row, y_stride,
               args.accumulate);
    }
  }
  if (args.bias.data) {
    constexpr std::int64_t kMaxRows = 65535;
    for (std::int64_t t = 0; t < tokens; t += kMaxRows) {
      const dim3 grid(static_cast<unsigned>((w.rows + kThreads - 1) / kThreads), static_cast<unsigned>(std::min(kMaxRows, tokens - t)));
      context.launch("add_bias", add_bias_kernel, grid, dim3(kThreads), 0, args.y.data + t * y_stride, y_stride, static_cast<int>(w.rows),
                     args.bias.data);
    }
  }
}

std::int64_t matmul_scratch_bytes(std::int64_t tokens, std::int64_t columns, std::int64_t rows, Format format) {
  return aligned(tokens * columns * number_bytes(format)) + gemm_panel_bytes(columns, rows, format);
}

void matmul(const MatmulArgs& args, const Context& context) {
  const std::int64_t tokens = args.x.shape[0], columns = args.weight.columns;
  if (tokens == 0) return;
  if (tokens == 1 && can_gemv(std::span(&args.weight, 1), context)) {
    const Projection output{args.weight, args.bias, args.y[0]};
    return gemv({.x = args.x[0], .outputs = std::span(&output, 1), .accumulate = args.accumulate}, context);
  }
  GemmArgs product{
      .x16 = args.scratch.data(), .tokens = tokens, .weight = args.weight, .bias = args.bias, .accumulate = args.accumulate, .y = args.y};
  product.panel = args.scratch.subspan(static_cast<std::size_t>(aligned(tokens * columns * number_bytes(args.weight.format))));
  if (args.weight.format != Format::f32) {
    to_16_bits(args.x, args.weight.format, args.scratch.data(), context);
  } else if (args.x.stride[0] == columns) {
    product.x16 = args.x.data;
  } else {
    check(cudaMemcpy2DAsync(args.scratch.data(), columns * 4, args.x.data, args.x.stride[0] * 4, columns * 4, tokens,
                            cudaMemcpyDeviceToDevice, context.stream()),
          "matmul");
  }
  gemm(product, context);
}

}  // namespace halftone::cuda
