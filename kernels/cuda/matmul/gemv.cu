// gemv, one token: y_i = W_i · norm(x) + bias_i for up to three matrices, or act(gate) · up of two, or y += W · x.
//
// Layout: weights split (kernels/layouts/split_layout.h), x and y dense floats. x staged per block in shared memory (staged_x.cuh).
// Work: a warp computes two rows at a time (gated: a gate row and its up row); its lanes walk along the rows in chunks of 16 bytes.
// As many blocks as the device holds at once go round over all rows. A step of a warp is kUnroll chunks of both rows; the next
// step's weights are on their way while this one is multiplied, and the first step's before the kernel in front has ended: weights
// depend on nobody. What bounds it is memory: 4 to 8 KB in flight per warp, times 16 to 24 warps on a multiprocessor.
#include <algorithm>
#include <array>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/activation.cuh"
#include "kernels/cuda/matmul/format_chunks.cuh"
#include "kernels/cuda/matmul/staged_x.cuh"

namespace halftone::cuda {

namespace {

constexpr int kWarps = kStageThreads / 32;
template <class Chunk>
constexpr int kUnroll = Chunk::kWeights >= 128 ? 1 : 2;  // of a K-quant one chunk is as much as two of others
constexpr int kMaxOutputs = 3;

struct Output {
  const std::byte* quants;
  const std::byte* headers;
  const float* bias;
  float* y;
  int rows;
  int first_unit;  // units of two rows, counted over all outputs
};

struct Parameters {
  const float* x;
  int columns, chunks, units, outputs;
  long long quant_stride, header_stride;
  XNorm norm;
  Output output[kMaxOutputs];
  bool gated, activated, accumulate;
  Activation activation;
};

// The two rows of a unit. Where a matrix has an odd number of rows its last unit computes that row twice and writes it once.
struct Rows {
  const std::byte* quants[2];
  const std::byte* headers[2];
  const Output* output;
  int row[2];
};

__device__ __forceinline__ Rows rows_of(const Parameters& p, int unit) {
  Rows rows;
  const auto point = [&](int i, const Output& output, int row) {
    rows.row[i] = row;
    rows.quants[i] = output.quants + row * p.quant_stride;
    rows.headers[i] = output.headers + row * p.header_stride;
  };
  if (p.gated) {
    rows.output = &p.output[0];
    point(0, p.output[0], unit);
    point(1, p.output[1], unit);
    return rows;
  }
  int o = 0;
  while (o + 1 < p.outputs && unit >= p.output[o + 1].first_unit) ++o;
  const Output& output = p.output[o];
  rows.output = &output;
  const int first = 2 * (unit - output.first_unit);
  point(0, output, first);
  point(1, output, min(first + 1, output.rows - 1));
  return rows;
}

template <class Chunk>
struct Step {
  static constexpr int kChunks = kUnroll<Chunk>;
  Chunk chunk[kChunks][2];

  __device__ __forceinline__ void load(const Rows& rows, int first, int chunks) {
#pragma unroll
    for (int u = 0; u < kChunks; ++u) {
      const int c = min(first + 32 * u, chunks - 1);  // beyond the end the last one again: x decides what counts
#pragma unroll
      for (int r = 0; r < 2; ++r) chunk[u][r].load(rows.quants[r], rows.headers[r], c);
    }
  }
  template <class... Table>
  __device__ __forceinline__ void multiply(const typename Chunk::X& x, int first, int chunks, float (&sums)[2],
                                           const Table&... table) const {
#pragma unroll
    for (int u = 0; u < kChunks; ++u) {
      if (const int c = first + 32 * u; c < chunks) {
#pragma unroll
        for (int r = 0; r < 2; ++r) sums[r] = chunk[u][r].dot(x, table..., c, sums[r]);
      }
    }
  }
};

__device__ __forceinline__ void finish(const Parameters& p, const Rows& rows, float (&sums)[2]) {
#pragma unroll
  for (int r = 0; r < 2; ++r) {
#pragma unroll
    for (int d = 16; d > 0; d /= 2) sums[r] += __shfl_xor_sync(~0u, sums[r], d);
  }
  const int lane = static_cast<int>(threadIdx.x) % 32;
  if (p.gated) {
    if (lane != 0) return;
    const int row = rows.row[0];
    const float gate = sums[0] + (p.output[0].bias ? p.output[0].bias[row] : 0.0f);
    const float up = sums[1] + (p.output[1].bias ? p.output[1].bias[row] : 0.0f);
    p.output[0].y[row] = activate(p.activation, gate) * up;
    return;
  }
  const Output& output = *rows.output;
  if (lane > 1 || (lane == 1 && rows.row[1] == rows.row[0])) return;
  const int row = rows.row[0] + lane;
  float value = lane == 0 ? sums[0] : sums[1];
  if (output.bias) value += output.bias[row];
  if (p.activated) value = activate(p.activation, value);
  output.y[row] = p.accumulate ? output.y[row] + value : value;
}

// Formats of codes look them up in a table of the block's own.
template <class Chunk>
constexpr bool kCoded = requires {
  typename Chunk::Codes;
};

// How many blocks of a multiprocessor the registers are shared among: the larger a chunk, the fewer. Tables take registers too.
template <class Chunk>
constexpr int kBlocks = sizeof(Chunk) > 80                    ? 1
                        : sizeof(Chunk) > 20 || kCoded<Chunk> ? 2
                                                              : 3;

template <class Chunk>
__global__ void __launch_bounds__(kStageThreads, kBlocks<Chunk>) gemv_kernel(const __grid_constant__ Parameters p) {
  extern __shared__ __align__(16) std::byte shared[];
  __shared__ float scratch[kSumScratch];
  const int lane = static_cast<int>(threadIdx.x) % 32;
  int unit = static_cast<int>(blockIdx.x) * kWarps + static_cast<int>(threadIdx.x) / 32;
  const int units_at_once = static_cast<int>(gridDim.x) * kWarps;

  Rows rows = rows_of(p, min(unit, p.units - 1));
  Step<Chunk> step;
  step.load(rows, lane, p.chunks);

  wait_for_previous();
  let_next_start();
  const typename Chunk::X x = stage<Chunk::kWeights>(typename Chunk::X{}, p.chunks, p.norm, p.x, p.columns, shared, scratch);
  __syncthreads();

  const auto go = [&](const auto&... table) {
    while (unit < p.units) {
      float sums[2] = {0, 0};
      const Rows here = rows;
      for (int first = lane; first - lane < p.chunks; first += 32 * kUnroll<Chunk>) {
        const Step<Chunk> now = step;
        const int next = first + 32 * kUnroll<Chunk>;
        if (next - lane < p.chunks) {
          step.load(rows, next, p.chunks);
        } else if (unit + units_at_once < p.units) {
          rows = rows_of(p, unit + units_at_once);
          step.load(rows, lane, p.chunks);
        }
        now.multiply(x, first, p.chunks, sums, table...);
      }
      finish(p, here, sums);
      unit += units_at_once;
    }
  };
  if constexpr (kCoded<Chunk>) {
    __shared__ float codes[16 * 32];
    for (int i = static_cast<int>(threadIdx.x); i < 16 * 32; i += kStageThreads) codes[i] = Chunk::Codes::code(i / 32);
    __syncthreads();
    go(CodeTable{codes + lane});
  } else {
    go();
  }
}

template <class Chunk>
void launch_gemv(const Parameters& p, const Context& context) {
  const auto shared = static_cast<std::size_t>(staged_bytes<Chunk>(p.chunks));
  struct Fit {
    std::size_t shared = ~std::size_t{0};
    int blocks = 1;
  };
  static thread_local std::array<Fit, 4> fits;  // of the last few sizes: asking the driver costs more than a launch
  static thread_local int oldest = 0;
  auto fit = std::ranges::find(fits, shared, &Fit::shared);
  if (fit == fits.end()) {
    check(cudaFuncSetAttribute(gemv_kernel<Chunk>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               static_cast<int>(context.shared_per_block() - 4096)),
          "gemv");
    fit = fits.begin() + (oldest = (oldest + 1) % 4);
    fit->shared = shared;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&fit->blocks, gemv_kernel<Chunk>, kStageThreads, shared), "gemv");
  }
  const int blocks = std::min((p.units + kWarps - 1) / kWarps, std::max(1, fit->blocks) * context.multiprocessors());
  context.launch("gemv", gemv_kernel<Chunk>, dim3(static_cast<unsigned>(blocks)), dim3(kStageThreads), shared, p);
}

template <class Chunk>
std::int64_t chunks_of(std::int64_t columns) {
  return (columns + Chunk::kWeights - 1) / Chunk::kWeights;
}

}  // namespace

bool can_gemv(std::span<const WeightView> weights, const Context& context) {
  for (const WeightView& weight : weights) {
    if (weight.format != weights.front().format || weight.columns != weights.front().columns) return false;
    if (weight.layout != WeightLayout::split || weight.rows > (1 << 30)) return false;
  }
  bool fits = false;
  with_chunk(weights.front().format, [&]<class Chunk>(Chunk) {
    fits = staged_bytes<Chunk>(chunks_of<Chunk>(weights.front().columns)) <= context.shared_per_block() - 4096;
  });
  return fits && std::ssize(weights) <= kMaxOutputs;
}

void gemv(const GemvArgs& args, const Context& context) {
  const WeightView& first = args.outputs.front().weight;
  const SplitLayout layout(first);
  Parameters p{};
  p.x = args.x.data;
  p.columns = static_cast<int>(first.columns);
  p.quant_stride = layout.quant_stride;
  p.header_stride = layout.header_stride;
  if (args.norm)
    p.norm = {true, args.norm->kind, args.norm->weight.data, args.norm->bias.data, args.norm->weight_offset, args.norm->epsilon};
  p.outputs = static_cast<int>(args.outputs.size());
  for (int o = 0; o < p.outputs; ++o) {
    const Projection& from = args.outputs[static_cast<std::size_t>(o)];
    const auto rows = static_cast<int>(from.weight.rows);
    p.output[o] = {from.weight.data, from.weight.data + SplitLayout(from.weight).headers_at(), from.bias.data, from.y.data, rows, p.units};
    if (!args.gated) p.units += (rows + 1) / 2;
  }
  if (args.gated) p.units = p.output[0].rows;
  p.gated = args.gated;
  p.activated = args.activated;
  p.accumulate = args.accumulate;
  p.activation = args.activation;
  with_chunk(first.format, [&]<class Chunk>(Chunk) {
    p.chunks = static_cast<int>(chunks_of<Chunk>(first.columns));
    launch_gemv<Chunk>(p, context);
  });
}

}  // namespace halftone::cuda
