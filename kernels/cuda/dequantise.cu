// One thread a weight; a block of threads shares a run of format blocks, so that their bytes come from few cache lines.
// The last block of a row may be padded: weights beyond K are not written.
#include "kernels/cuda/dequantise.h"
#include "kernels/formats/format_table.h"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;

template <class Block>
__global__ void dequantise_kernel(const std::byte* blocks, std::int64_t row_bytes, std::int64_t columns, float* out, std::int64_t out_stride) {
  const std::int64_t row = blockIdx.y;
  const std::int64_t k = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x;
  if (k >= columns) return;
  Block block;
  memcpy(&block, blocks + row * row_bytes + k / Block::kGroup * sizeof(Block), sizeof(Block));  // rows need not be aligned
  out[row * out_stride + k] = block.value(static_cast<int>(k % Block::kGroup));
}

template <class Block>
cudaError_t launch(const WeightView& weight, MatrixView<float> out, cudaStream_t stream) {
  constexpr std::int64_t kMaxRows = 65535;  // gridDim.y
  const auto columns = static_cast<unsigned>((weight.columns + kThreads - 1) / kThreads);
  for (std::int64_t row = 0; row < weight.rows; row += kMaxRows) {
    const auto rows = static_cast<unsigned>(std::min(kMaxRows, weight.rows - row));
    dequantise_kernel<Block><<<dim3(columns, rows), kThreads, 0, stream>>>(weight.data + row * weight.row_bytes(), weight.row_bytes(),
                                                                          weight.columns, out.data + row * out.stride[0], out.stride[0]);
  }
  return cudaGetLastError();
}

}  // namespace

cudaError_t dequantise(const WeightView& weight, MatrixView<float> out, cudaStream_t stream) {
  switch (weight.format) {
    case Format::f32: return launch<F32Block>(weight, out, stream);
    case Format::f16: return launch<F16Block>(weight, out, stream);
    case Format::bf16: return launch<BF16Block>(weight, out, stream);
    case Format::int8:
    case Format::q8_0: return launch<Int8Block>(weight, out, stream);
    case Format::int4_g32:
    case Format::q4_1: return launch<Int4Block<32>>(weight, out, stream);
    case Format::int4_g64: return launch<Int4Block<64>>(weight, out, stream);
    case Format::int4_g128: return launch<Int4Block<128>>(weight, out, stream);
    case Format::nf4: return launch<Nf4Block>(weight, out, stream);
    case Format::int3: return launch<Int3Block>(weight, out, stream);
    case Format::int2: return launch<Int2Block>(weight, out, stream);
    case Format::q4_0: return launch<Q4_0Block>(weight, out, stream);
  }
  return cudaErrorInvalidValue;
}

}  // namespace halftone::cuda
