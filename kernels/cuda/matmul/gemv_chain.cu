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

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/grid_barrier.cuh"
#include "kernels/cuda/matmul/activation.cuh"
#include "kernels/cuda/matmul/format_chunks.cuh"
#include "kernels/cuda/matmul/gemv_chain_ring.cuh"

namespace halftone::cuda {

using namespace chain;

namespace {

struct Parameters {
  ChainStep step[kMaxSteps];
  int steps, stages;
  unsigned* barrier;
};

__device__ __forceinline__ void prefetch(const void* at) { asm volatile("prefetch.global.L2 [%0];" ::"l"(at)); }

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

template <class Chunk, class... Table>
__device__ __forceinline__ void run_chain(const Parameters& p, std::byte* shared, const Table&... table) {
  __shared__ float scratch[kSumScratch];
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
    const typename Chunk::X x = stage<Chunk::kWeights, 4>(typename Chunk::X{}, step.chunks, step.norm, step.x, step.columns, shared, scratch);
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

// The most of K's lanes at work; of equals the one that divides K finest.
void slice_k(ChainStep& step) {
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
  slice_k(step);
  return step;
}

// Beside the rings.
template <class Chunk>
std::int64_t shared_bytes(const ChainStep& step, const Context& context) {
  const std::int64_t rows = (step.units / context.multiprocessors() + 1) * (step.gated ? 2 : 1);
  return staged_bytes<Chunk>(step.chunks) + rows * step.k_warps * static_cast<std::int64_t>(sizeof(float));
}

// Iterations on the way that there is memory for.
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
  context.launch_together("chain", chain_kernel<Chunk>, context.multiprocessors(), dim3(kThreads), static_cast<std::size_t>(bytes + p.stages * Ring<Chunk>::kStage),
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
