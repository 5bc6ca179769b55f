// A chain of projections: y = W · norm(x) + bias for up to three matrices, act(gate) · up of two, or y += W · x, one after the other.
//
// Layout: weights split (kernels/layouts/split_layout.h), x and y dense floats; x staged per block in shared memory (staged_x.cuh).
// Work: one block on every multiprocessor; each takes an equal share of a step's rows, its warps slices of K: a lane keeps one chunk of x
// in registers and meets the same chunk of row after row with it. Where K is longer than the warps' slices together they pass over the
// rows again. The sums of a row's slices are added in shared memory, in order.
// What bounds it is memory. Every lane has its own ring in shared memory, which asynchronous copies fill a few iterations ahead (128 KB and
// more on the way on a multiprocessor), whatever step these belong to: weights depend on nobody, so memory works on through the barriers
// between the steps, and begins before the kernel in front has ended.
#include <algorithm>
#include <climits>

#include "kernels/cuda/async_copy.cuh"
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/grid_barrier.cuh"
#include "kernels/cuda/matmul/activation.cuh"
#include "kernels/cuda/matmul/format_chunks.cuh"
#include "kernels/cuda/matmul/gemv_chain.h"
#include "kernels/cuda/matmul/staged_x.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 512, kWarps = kThreads / 32;
constexpr int kRows = 4;       // of a warp in an iteration
constexpr int kMaxStages = 5;  // iterations on the way
constexpr int kMaxSteps = GemvChain::kLongest;
constexpr int kSliceChunks = 32;

struct Parameters {
  ChainStep step[kMaxSteps];
  int steps, stages;
  unsigned* barrier;
};

// A block's share of a step: the same part of every matrix with a gate, else one run of rows that may cross from one matrix to the next.
// A segment is what lies in one matrix.
constexpr int kSegments = 3;
struct Share {
  int segments, rows;  // rows: of all segments
  int output[kSegments], begin[kSegments], count[kSegments];
};

__device__ inline Share share_of(const ChainStep& step) {
  const auto edge = [&](unsigned block) { return static_cast<int>(static_cast<long long>(step.units) * block / gridDim.x); };
  const int begin = edge(blockIdx.x), end = edge(blockIdx.x + 1);
  Share share{};
  const auto add = [&](int output, int from, int to) {
    if (from >= to) return;
    share.output[share.segments] = output, share.begin[share.segments] = from, share.count[share.segments] = to - from;
    ++share.segments, share.rows += to - from;
  };
  if (step.gated) {
    add(0, begin, end), add(1, begin, end);
    return share;
  }
  for (int o = 0; o < 3; ++o) {
    const int first = step.output[o].first, after = o < 2 ? step.output[o + 1].first : INT_MAX;
    if (first < end) add(o, max(begin, first) - first, min(end, after) - first);
  }
  return share;
}

// Which chunk of a row this lane meets in a pass, and its warp's first row in an iteration.
struct Lane {
  int chunk, first_row;
  bool used;

  __device__ Lane(const ChainStep& step, int pass) {
    const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32;
    const int slice = pass * step.k_warps + warp % step.k_warps;
    chunk = slice * step.slice + lane;
    first_row = warp / step.k_warps * kRows;
    used = lane < step.slice && chunk < step.chunks;
    chunk = min(chunk, step.chunks - 1);
  }
};

__device__ __forceinline__ void prefetch(const void* at) { asm volatile("prefetch.global.L2 [%0];" ::"l"(at)); }

// The sums over a warp of kRows numbers at once: lane l gets the sum of number l / 8.
__device__ __forceinline__ float warp_sums(float (&sums)[kRows]) {
  static_assert(kRows == 4);
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const bool upper = lane & 16, odd = lane & 8;
  const float a = (upper ? sums[2] : sums[0]) + __shfl_xor_sync(~0u, upper ? sums[0] : sums[2], 16);
  const float b = (upper ? sums[3] : sums[1]) + __shfl_xor_sync(~0u, upper ? sums[1] : sums[3], 16);
  float sum = (odd ? b : a) + __shfl_xor_sync(~0u, odd ? a : b, 8);
#pragma unroll
  for (int bit = 4; bit > 0; bit /= 2) sum += __shfl_xor_sync(~0u, sum, bit);
  return sum;
}

// The rows of a step from the sums of their slices: partial[slice][row].
__device__ inline void write_rows(const ChainStep& step, const Share& share, const float* partial) {
  const auto total = [&](int row) {
    float sum = 0;
    for (int k = 0; k < step.k_warps; ++k) sum += partial[k * share.rows + row];
    return sum;
  };
  if (step.gated) {
    const int pairs = share.rows / 2;
    for (int i = static_cast<int>(threadIdx.x); i < pairs; i += kThreads) {
      const int row = share.begin[0] + i;
      const float gate = total(i) + (step.output[0].bias ? step.output[0].bias[row] : 0.0f);
      const float up = total(pairs + i) + (step.output[1].bias ? step.output[1].bias[row] : 0.0f);
      step.output[0].y[row] = activate(step.activation, gate) * up;
    }
    return;
  }
  int first = 0;
  for (int segment = 0; segment < share.segments; first += share.count[segment++]) {
    const ChainOutput& output = step.output[share.output[segment]];
    for (int i = static_cast<int>(threadIdx.x); i < share.count[segment]; i += kThreads) {
      const int row = share.begin[segment] + i;
      float value = total(first + i) + (output.bias ? output.bias[row] : 0.0f);
      if (step.activated) value = activate(step.activation, value);
      output.y[row] = step.accumulate ? output.y[row] + value : value;
    }
  }
}

// A lane's own part of a stage: quants of kRows chunks, then their headers.
template <class Chunk>
struct Ring {
  static constexpr int kPiece = Chunk::kBytes % 16 == 0 ? 16 : 8, kPieces = Chunk::kBytes / kPiece;
  static constexpr int kHeader = Chunk::kHeaderFields > 0 ? 4 : 0;  // the word in which it lies
  static constexpr int kStage = kRows * kThreads * (Chunk::kBytes + kHeader);
  std::byte* begin;

  __device__ std::byte* quants(int stage, int u, int piece) const {
    return begin + stage * kStage + ((u * kPieces + piece) * kThreads + static_cast<int>(threadIdx.x)) * kPiece;
  }
  __device__ std::byte* header(int stage, int u) const {
    return begin + stage * kStage + kRows * kThreads * Chunk::kBytes + (u * kThreads + static_cast<int>(threadIdx.x)) * 4;
  }
};

// Fills the ring, an iteration at a time: kRows rows of a segment for every group of warps that share rows.
template <class Chunk>
struct Reader {
  const ChainStep* steps;
  const Share* shares;
  Ring<Chunk> ring;
  int count, stages;                                      // count: of steps
  int step = 0, pass = 0, segment = 0;                    // of the next copies
  const std::byte *quants = nullptr, *headers = nullptr;  // where this lane reads then
  int stride = 0, header_stride = 0, rows_at_once = 0;
  int left = 0;        // rows of the segment from this warp's next one on; zero and less: nothing for this warp
  int iterations = 0;  // left of the segment, for all warps alike
  bool used = false;
  int stage = 0;  // where the copies go, and what is multiplied before

  __device__ __forceinline__ void enter_segment() {
    while (step < count && shares[step].segments == 0) ++step;  // a small matrix leaves blocks without rows
    if (step == count) return;
    const ChainStep& s = steps[step];
    const Share& share = shares[step];
    const Lane lane(s, pass);
    const ChainOutput& output = s.output[share.output[segment]];
    const long long row = share.begin[segment] + lane.first_row;
    stride = static_cast<int>(s.quant_stride), header_stride = static_cast<int>(s.header_stride);
    quants = output.quants + row * stride + lane.chunk * Chunk::kBytes;
    if constexpr (Chunk::kHeaderFields > 0) headers = output.headers + row * header_stride + Chunk::header_at(lane.chunk) / 4 * 4;
    rows_at_once = kRows * (kWarps / s.k_warps);
    left = share.count[segment] - lane.first_row;
    iterations = (share.count[segment] + rows_at_once - 1) / rows_at_once;
    used = lane.used;
  }
  __device__ __forceinline__ void leave_segment() {
    if (++segment == shares[step].segments) {
      segment = 0;
      if (++pass == steps[step].passes) pass = 0, ++step;
    }
    enter_segment();
  }
  // Starts the copies of one iteration, and counts them as a group even when there are none left.
  __device__ __forceinline__ void copy_next() {
    if (step < count) {
#pragma unroll
      for (int u = 0; u < kRows; ++u) {
        const bool wanted = used && u < left;
#pragma unroll
        for (int i = 0; i < Ring<Chunk>::kPieces; ++i)
          copy<Ring<Chunk>::kPiece>(ring.quants(stage, u, i), quants + u * stride + i * Ring<Chunk>::kPiece, wanted);
        if constexpr (Chunk::kHeaderFields > 0) copy<4>(ring.header(stage, u), headers + u * header_stride, wanted);
      }
      quants += static_cast<long long>(rows_at_once) * stride;
      if constexpr (Chunk::kHeaderFields > 0) headers += static_cast<long long>(rows_at_once) * header_stride;
      left -= rows_at_once;
      if (--iterations == 0) leave_segment();
    }
    commit_copies();
    stage = stage + 1 == stages ? 0 : stage + 1;
  }
  __device__ __forceinline__ void start() {
    enter_segment();
    for (int i = 0; i < stages; ++i) copy_next();
  }
  __device__ __forceinline__ void wait() const {  // for the oldest group
    switch (stages) {
      case 2: return wait_for_copies<1>();
      case 3: return wait_for_copies<2>();
      case 4: return wait_for_copies<3>();
      default: return wait_for_copies<4>();
    }
  }
  __device__ __forceinline__ Chunk read(int u, int chunk) const {
    Chunk held;
    if constexpr (Ring<Chunk>::kPieces == 1) {
      held.quants = *reinterpret_cast<const uint4*>(ring.quants(stage, u, 0));
    } else {
#pragma unroll
      for (int i = 0; i < Ring<Chunk>::kPieces; ++i) {
        const uint2 two = *reinterpret_cast<const uint2*>(ring.quants(stage, u, i));
        held.quants[2 * i] = two.x, held.quants[2 * i + 1] = two.y;
      }
    }
    if constexpr (Chunk::kHeaderFields > 0) {
      const std::uint32_t word = *reinterpret_cast<const std::uint32_t*>(ring.header(stage, u));
      held.header =
          static_cast<decltype(held.header)>(Chunk::kHeaderFields == 2 ? word : word >> (Chunk::header_at(chunk) % 4 * 8) & 0xFFFF);
    }
    return held;
  }
  // Multiplies the iteration whose copies are the oldest, and starts others in their place.
  template <class... Table>
  __device__ __forceinline__ float multiply(const HeldX<Chunk>& x, int chunk, const Table&... table) {
    wait();
    float sums[kRows];
#pragma unroll
    for (int u = 0; u < kRows; ++u) sums[u] = read(u, chunk).dot(x, table..., chunk, 0.0f);
    copy_next();
    return warp_sums(sums);
  }
};

template <class Chunk, class... Table>
__device__ __forceinline__ void run_chain(const Parameters& p, std::byte* shared, const Table&... table) {
  __shared__ float room[kSumRoom];
  __shared__ Share shares[kMaxSteps];
  __shared__ ChainStep steps[kMaxSteps];
  static_assert(sizeof(ChainStep) % 4 == 0);
  for (int i = static_cast<int>(threadIdx.x); i < p.steps * static_cast<int>(sizeof(ChainStep)) / 4; i += kThreads)
    reinterpret_cast<std::uint32_t*>(steps)[i] = reinterpret_cast<const std::uint32_t*>(p.step)[i];
  if (static_cast<int>(threadIdx.x) < p.steps) shares[threadIdx.x] = share_of(p.step[threadIdx.x]);
  __syncthreads();
  const int warp = static_cast<int>(threadIdx.x) / 32, l = static_cast<int>(threadIdx.x) % 32;
  GridBarrier barrier(p.barrier);
  Reader<Chunk> reader{.steps = steps, .shares = shares, .ring = {shared}, .count = p.steps, .stages = p.stages};
  reader.start();
  shared += p.stages * Ring<Chunk>::kStage;
  wait_for_previous();

  for (int s = 0; s < p.steps; ++s) {
    const ChainStep& step = steps[s];
    if (s > 0) barrier.wait();
    if (s + 1 == p.steps) let_next_start();
    const typename Chunk::X x = stage<Chunk::kWeights, 4>(typename Chunk::X{}, step.chunks, step.norm, step.x, step.columns, shared, room);
    auto* const partial = reinterpret_cast<float*>(shared + staged_bytes<Chunk>(step.chunks));
    __syncthreads();
    const int rows = shares[s].rows, rows_at_once = kRows * (kWarps / step.k_warps);
    for (int pass = 0; pass < step.passes; ++pass) {
      const Lane lane(step, pass);
      const HeldX<Chunk> held_x(x, lane.chunk);
      float* sums = partial + warp % step.k_warps * rows;
      for (int segment = 0; segment < shares[s].segments; ++segment) {
        const int here = shares[s].count[segment];
        for (int row = 0; row < here; row += rows_at_once) {
          const float sum = reader.multiply(held_x, lane.chunk, table...);
          const int i = row + lane.first_row + l / 8;
          if (l % 8 == 0 && i < here) sums[i] = pass == 0 ? sum : sums[i] + sum;
        }
        sums += here;
      }
    }
    __syncthreads();
    write_rows(step, shares[s], partial);
    if (s + 1 < p.steps) {
      barrier.arrive();
      const ChainStep& next = steps[s + 1];
      const int k = static_cast<int>(threadIdx.x) * 32;
      if (next.norm.weight && k < next.columns) prefetch(next.norm.weight + k);
    }
  }
  barrier.leave();
}

template <class Chunk>
__global__ void __launch_bounds__(kThreads, 1) chain_kernel(const __grid_constant__ Parameters p) {
  extern __shared__ __align__(16) std::byte shared[];
  if constexpr (requires { typename Chunk::Codes; }) {
    __shared__ float codes[16 * 32];
    for (int i = static_cast<int>(threadIdx.x); i < 16 * 32; i += kThreads) codes[i] = Chunk::Codes::code(i / 32);
    run_chain<Chunk>(p, shared, CodeTable{codes + threadIdx.x % 32});
  } else {
    run_chain<Chunk>(p, shared);
  }
}

// ---- Host side -------------------------------------------------------------------------------------------------------------------

constexpr std::int64_t kStatic = 8 * 1024;  // shared memory besides: steps, nf4's table, the driver's part

// Calls visit(chunk) for the formats whose chunks can be copied as they are.
template <class Visit>
void with_copied_chunk(Format format, const Visit& visit) {
  with_chunk(format, [&]<class Chunk>(Chunk chunk) {
    if constexpr (requires { Chunk::kBytes; }) visit(chunk);
  });
}

// The most of K's lanes at work; of equals the one that cuts K finest.
void cut(ChainStep& step) {
  double best = 0;
  for (int k_warps = kWarps; k_warps > 0; k_warps /= 2) {
    const int passes = (step.chunks + kSliceChunks * k_warps - 1) / (kSliceChunks * k_warps);
    const double used = static_cast<double>(step.chunks) / (kSliceChunks * k_warps * passes);
    if (used <= best * 1.05) continue;
    best = used;
    step.k_warps = k_warps, step.passes = passes;
    step.slice = (step.chunks + k_warps * passes - 1) / (k_warps * passes);
  }
}

ChainStep step_of(const GemvArgs& args, int weights_per_chunk) {
  const WeightView& first = args.outputs.front().weight;
  const SplitLayout layout(first);
  ChainStep step{};
  step.x = args.x.data;
  if (args.norm)
    step.norm = {true, args.norm->kind, args.norm->weight.data, args.norm->bias.data, args.norm->weight_offset, args.norm->epsilon};
  step.quant_stride = layout.quant_stride;
  step.header_stride = layout.header_stride;
  step.columns = static_cast<int>(first.columns);
  step.chunks = (step.columns + weights_per_chunk - 1) / weights_per_chunk;
  int rows = 0;
  for (ChainOutput& output : step.output) output.first = INT_MAX;
  for (std::size_t o = 0; o < args.outputs.size(); ++o) {
    const Projection& from = args.outputs[o];
    step.output[o] = {from.weight.data, from.weight.data + SplitLayout(from.weight).headers_at(), from.bias.data, from.y.data, rows};
    rows += static_cast<int>(from.weight.rows);
  }
  step.units = args.gated ? static_cast<int>(first.rows) : rows;
  step.gated = args.gated;
  step.activated = args.activated;
  step.accumulate = args.accumulate;
  step.activation = args.activation;
  cut(step);
  return step;
}

// Beside the rings.
template <class Chunk>
std::int64_t shared_bytes(const ChainStep& step, const Context& context) {
  const std::int64_t rows = (step.units / context.multiprocessors() + 1) * (step.gated ? 2 : 1);
  return staged_bytes<Chunk>(step.chunks) + rows * step.k_warps * static_cast<std::int64_t>(sizeof(float));
}

// Iterations on the way that there is room for.
template <class Chunk>
int stages_beside(std::int64_t bytes, const Context& context) {
  return static_cast<int>(std::min<std::int64_t>(kMaxStages, (context.shared_per_block() - kStatic - bytes) / Ring<Chunk>::kStage));
}

template <class Chunk>
void launch_chain(const std::vector<ChainStep>& steps, const Context& context) {
  Parameters p{};
  std::int64_t bytes = 0;
  for (const ChainStep& step : steps) {
    p.step[p.steps++] = step;
    bytes = std::max(bytes, shared_bytes<Chunk>(step, context));
  }
  p.stages = stages_beside<Chunk>(bytes, context);
  p.barrier = context.barrier();
  static thread_local int ready_device = -1;  // asking the driver for more shared memory costs more than a launch
  if (ready_device != context.device()) {
    check(cudaFuncSetAttribute(chain_kernel<Chunk>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               static_cast<int>(context.shared_per_block() - kStatic)),
          "chain");
    ready_device = context.device();
  }
  context.launch_together("chain", chain_kernel<Chunk>, dim3(kThreads), static_cast<std::size_t>(bytes + p.stages * Ring<Chunk>::kStage),
                          p);
}

}  // namespace

bool GemvChain::takes(Format format) {
  bool found = false;
  with_copied_chunk(format, [&](auto) { found = true; });
  return found;
}

bool GemvChain::takes(const GemvArgs& args, const Context& context) {
  const WeightView& first = args.outputs.front().weight;
  std::int64_t rows = 0;
  for (const Projection& output : args.outputs) {
    const WeightView& weight = output.weight;
    if (weight.format != first.format || weight.columns != first.columns || weight.layout != WeightLayout::split) return false;
    rows += weight.rows;
  }
  if (rows > INT_MAX / 2) return false;
  bool fits = false;
  with_copied_chunk(first.format, [&]<class Chunk>(Chunk) {
    fits = stages_beside<Chunk>(shared_bytes<Chunk>(step_of(args, Chunk::kWeights), context), context) >= 2;
  });
  return fits;
}

bool GemvChain::push(const GemvArgs& args, const Context& context) {
  const Format format = args.outputs.front().weight.format;
  if (!steps_.empty() && (format != format_ || steps_.size() == kLongest)) return false;
  if (!takes(args, context)) return false;
  with_copied_chunk(format, [&]<class Chunk>(Chunk) { steps_.push_back(step_of(args, Chunk::kWeights)); });
  format_ = format;
  return true;
}

void GemvChain::launch(const Context& context) {
  if (!steps_.empty()) with_copied_chunk(format_, [&]<class Chunk>(Chunk) { launch_chain<Chunk>(steps_, context); });
  steps_.clear();
}

}  // namespace halftone::cuda
