// flash_decode: attention of few tokens. out[h] = Σ_j softmax_j(policy(q[h]·k[j])) · v[j]
//
// Work: the keys of a conversation are split into ranges of whole pages; a block takes one range, one kv head, and up to four of
// its query heads (they share the loads of K and V). Its 8 warps take turns, a few tokens each. In a warp, `Lanes` lanes hold a
// row (8 numbers each), so 32 / Lanes tokens are looked at together, each group of lanes with a softmax state of its own; states
// merge within the warp, then over the block, then over the ranges, by the block that is the last to finish.
// The launch's geometry does not depend on the length: one recorded token serves all.
// Sources: Flash-Decoding, Dao et al. 2023; softmax state: kernels/ops/softmax_state.h.
#include <algorithm>

#include "kernels/cuda/attention.h"
#include "kernels/cuda/attention/policy.cuh"
#include "kernels/cuda/attention/row_loads.cuh"
#include "kernels/cuda/dependent_launch.cuh"

namespace halftone::cuda {

namespace {

constexpr int kWarps = 8, kThreads = kWarps * 32;
constexpr int kTile = 4;  // query heads of a block
// Tokens per group of lanes whose keys and values are in flight together: what the registers hold beside the outputs.
template <int Heads>
constexpr int kTokensAhead = Heads == 1 ? 4 : 2;
constexpr int kMaxSplits = 64;

struct Parameters {
  const float* q;
  long long q_token_stride, q_head_stride;
  float* out;
  long long out_token_stride, out_head_stride;
  int heads, tiles_per_kv_head, splits, first_token;
  KvPlace cache;
  ScorePolicy policy;
  const std::int32_t* start;
  float* partial;      // [T][tile][split][kTile][Dh + 2]: outputs, then maximum and sum
  unsigned* counters;  // [T][tile]
};

// The last to arrive sees all that the others wrote.
__device__ inline bool is_last_block(unsigned* counter, int blocks) {
  __shared__ bool last;
  __threadfence();
  __syncthreads();
  if (threadIdx.x == 0) {
    last = atomicAdd(counter, 1) == static_cast<unsigned>(blocks) - 1;
    if (last) *counter = 0;
  }
  __syncthreads();
  __threadfence();
  return last;
}

// Lane l's eight numbers of a query in shared memory.
__device__ __forceinline__ void load_query(float (&q)[8], const float* query, int l, int width) {
#pragma unroll
  for (int i = 0; i < 8; i += 4) {
    if (8 * l + i + 4 <= width && width % 4 == 0) {
      const float4 v = *reinterpret_cast<const float4*>(query + 8 * l + i);
      q[i] = v.x, q[i + 1] = v.y, q[i + 2] = v.z, q[i + 3] = v.w;
    } else {
#pragma unroll
      for (int j = i; j < i + 4; ++j) q[j] = 8 * l + j < width ? query[8 * l + j] : 0.0f;
    }
  }
}

template <class Row, int Lanes, int Heads, bool Vector>
__global__ void __launch_bounds__(kThreads, 2) flash_decode_kernel(const __grid_constant__ Parameters p) {
  extern __shared__ __align__(16) float shared[];  // q: [Heads][Dh]; later outputs [kWarps][Heads][Dh]
  __shared__ float state_maximum[kWarps][Heads], state_sum[kWarps][Heads], range_weight[Heads][kMaxSplits];
  constexpr int kGroups = 32 / Lanes, kAhead = kTokensAhead<Heads>;
  const float kNone = -INFINITY;

  const int width = p.cache.head_width, split = static_cast<int>(blockIdx.x), tile = static_cast<int>(blockIdx.y);
  const int t = p.first_token + static_cast<int>(blockIdx.z), place = static_cast<int>(blockIdx.z * gridDim.y) + tile;
  const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32, group = lane / Lanes, l = lane % Lanes;
  const int kv_head = tile / p.tiles_per_kv_head, heads_per_kv = p.heads / p.cache.kv_heads;
  const int first_head = kv_head * heads_per_kv + tile % p.tiles_per_kv_head * Heads;
  const int heads_here = min(Heads, (kv_head + 1) * heads_per_kv - first_head);

  wait_for_previous();
  let_next_start();
  const int position = *p.start + t;

  for (int i = static_cast<int>(threadIdx.x); i < Heads * width; i += kThreads) {
    const int h = min(i / width, heads_here - 1);
    shared[i] = p.q[t * p.q_token_stride + (first_head + h) * p.q_head_stride + i % width];
  }
  __syncthreads();
  if constexpr (kIsRotated<Row>) {
    if (warp < Heads) rotate(shared + warp * width, width);
    __syncthreads();
  }
  float slope[Heads];
#pragma unroll
  for (int h = 0; h < Heads; ++h) slope[h] = p.policy.slopes ? p.policy.slopes[min(first_head + h, p.heads - 1)] : 0.0f;

  // This block's pages, and the warps' turns in them.
  const int page_tokens = p.cache.page_tokens, first_page = p.policy.first_key(position) / page_tokens,
            end_page = position / page_tokens + 1;
  const int pages_each = (end_page - first_page + p.splits - 1) / p.splits;
  const int begin = first_page + split * pages_each, end = min(begin + pages_each, end_page);

  float maximum[Heads], sum[Heads], o[Heads][8];
#pragma unroll
  for (int h = 0; h < Heads; ++h) {
    maximum[h] = kNone, sum[h] = 0;
#pragma unroll
    for (int i = 0; i < 8; ++i) o[h][i] = 0;
  }

  constexpr int kTurn = kGroups * kAhead;  // tokens
  const bool holds_numbers = 8 * l < width;
  const int end_token = min(end * page_tokens, position + 1);
  for (int first = begin * page_tokens + warp * kTurn; first < end_token; first += kWarps * kTurn) {
    const std::byte* base = p.cache.key(first, kv_head);  // a turn lies within a page
    EightOfRow<Row, Vector> key[kAhead], value[kAhead];
#pragma unroll
    for (int u = 0; u < kAhead; ++u) {
      const std::byte* row = base + (u * kGroups + group) * p.cache.row_bytes;
      if (holds_numbers) {
        key[u].load(row, l, width);
        value[u].load(row + p.cache.value_offset, l, width);
      }
    }
    float score[kAhead][Heads];
    float k[kAhead][8];
#pragma unroll
    for (int u = 0; u < kAhead; ++u) key[u].decode(k[u], l, width);
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float q[8];
      load_query(q, shared + h * width, l, width);
#pragma unroll
      for (int u = 0; u < kAhead; ++u) {
        float dot = 0;
#pragma unroll
        for (int i = 0; i < 8; ++i) dot = fmaf(q[i], k[u][i], dot);
        score[u][h] = holds_numbers ? dot : 0.0f;
      }
    }
#pragma unroll
    for (int d = Lanes / 2; d > 0; d /= 2) {
#pragma unroll
      for (int u = 0; u < kAhead; ++u) {
#pragma unroll
        for (int h = 0; h < Heads; ++h) score[u][h] += __shfl_xor_sync(~0u, score[u][h], d);
      }
    }
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      float highest = maximum[h];
#pragma unroll
      for (int u = 0; u < kAhead; ++u) {
        const int token = first + u * kGroups + group;
        const bool seen = token <= position && p.policy.sees(position, token);
        score[u][h] = seen ? p.policy.score(score[u][h], slope[h], position, token) : kNone;
        highest = fmaxf(highest, score[u][h]);
      }
      const float base_2 = highest == kNone ? 0.0f : highest, rescale = exp2f(maximum[h] - base_2);
      maximum[h] = highest;
      sum[h] *= rescale;
#pragma unroll
      for (int i = 0; i < 8; ++i) o[h][i] *= rescale;
#pragma unroll
      for (int u = 0; u < kAhead; ++u) {
        score[u][h] = exp2f(score[u][h] - base_2);
        sum[h] += score[u][h];
      }
    }
#pragma unroll
    for (int u = 0; u < kAhead; ++u) {
      const int token = first + u * kGroups + group;
      if (token > position || !holds_numbers) continue;  // what lies beyond the end may be anything
      float v[8];
      value[u].decode(v, l, width);
#pragma unroll
      for (int h = 0; h < Heads; ++h) {
#pragma unroll
        for (int i = 0; i < 8; ++i) o[h][i] = fmaf(score[u][h], v[i], o[h][i]);
      }
    }
  }
  __syncthreads();  // everybody is done with q

  // Groups of lanes become one state per warp.
#pragma unroll
  for (int d = Lanes; d < 32; d *= 2) {
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      const float other_maximum = __shfl_xor_sync(~0u, maximum[h], d), other_sum = __shfl_xor_sync(~0u, sum[h], d);
      const float together = fmaxf(maximum[h], other_maximum), base_2 = together == kNone ? 0.0f : together;
      const float ours = exp2f(maximum[h] - base_2), theirs = exp2f(other_maximum - base_2);
      sum[h] = sum[h] * ours + other_sum * theirs;
      maximum[h] = together;
#pragma unroll
      for (int i = 0; i < 8; ++i) o[h][i] = o[h][i] * ours + __shfl_xor_sync(~0u, o[h][i], d) * theirs;
    }
  }
  if (group == 0) {
#pragma unroll
    for (int h = 0; h < Heads; ++h) {
      if (l == 0) state_maximum[warp][h] = maximum[h], state_sum[warp][h] = sum[h];
#pragma unroll
      for (int i = 0; i < 8; ++i)
        if (8 * l + i < width) shared[(warp * Heads + h) * width + 8 * l + i] = o[h][i];
    }
  }
  __syncthreads();

  // Warps become one state per block.
  const int row = width + 2;
  float* partial = p.partial + (static_cast<long long>(place) * p.splits + split) * kTile * row;
  for (int i = static_cast<int>(threadIdx.x); i < heads_here * width; i += kThreads) {
    const int h = i / width;
    float together = kNone, total = 0, output = 0;
#pragma unroll
    for (int w = 0; w < kWarps; ++w) together = fmaxf(together, state_maximum[w][h]);
    const float base_2 = together == kNone ? 0.0f : together;
#pragma unroll
    for (int w = 0; w < kWarps; ++w) {
      const float scale = exp2f(state_maximum[w][h] - base_2);
      total += state_sum[w][h] * scale;
      output = fmaf(shared[w * Heads * width + i], scale, output);
    }
    partial[h * row + i % width] = output;
    if (i % width == 0) partial[h * row + width] = together, partial[h * row + width + 1] = total;
  }

  // Ranges become the output: first the weight of each, a warp a head, then the numbers.
  if (!is_last_block(&p.counters[place], p.splits)) return;
  partial -= split * kTile * row;
  const int used = min(p.splits, (end_page - first_page + pages_each - 1) / pages_each);  // later ranges are empty
  for (int h = warp; h < heads_here; h += kWarps) {
    float high[kMaxSplits / 32], total = 0, together = kNone;
#pragma unroll
    for (int j = 0; j < kMaxSplits / 32; ++j) {
      const int s = lane + 32 * j;
      high[j] = s < used ? __ldcg(&partial[(s * kTile + h) * row + width]) : kNone;
      together = fmaxf(together, high[j]);
    }
#pragma unroll
    for (int d = 16; d > 0; d /= 2) together = fmaxf(together, __shfl_xor_sync(~0u, together, d));
#pragma unroll
    for (int j = 0; j < kMaxSplits / 32; ++j) {
      const int s = lane + 32 * j;
      high[j] = high[j] == kNone ? 0.0f : exp2f(high[j] - together);  // a range may see nothing
      if (s < used) total += __ldcg(&partial[(s * kTile + h) * row + width + 1]) * high[j];
    }
#pragma unroll
    for (int d = 16; d > 0; d /= 2) total += __shfl_xor_sync(~0u, total, d);
#pragma unroll
    for (int j = 0; j < kMaxSplits / 32; ++j) range_weight[h][lane + 32 * j] = total == 0.0f ? 0.0f : high[j] / total;
  }
  __syncthreads();
  for (int i = static_cast<int>(threadIdx.x); i < heads_here * width; i += kThreads) {
    const int h = i / width;
    const float* from = partial + h * row + i % width;
    float output = 0;
#pragma unroll 8
    for (int s = 0; s < used; ++s) output = fmaf(__ldcg(from + s * kTile * row), range_weight[h][s], output);
    shared[i] = output;
  }
  __syncthreads();
  if constexpr (kIsRotated<Row>) {
    if (warp < heads_here) rotate(shared + warp * width, width);
    __syncthreads();
  }
  for (int i = static_cast<int>(threadIdx.x); i < heads_here * width; i += kThreads)
    p.out[t * p.out_token_stride + (first_head + i / width) * p.out_head_stride + i % width] = shared[i];
}

// How a launch is divided: a tile is a block's query heads.
struct Division {
  std::int64_t tiles_per_kv_head, tiles, tokens_at_once, splits;

  Division(std::int64_t tokens, std::int64_t heads, std::int64_t kv_heads, bool wide, int multiprocessors) {
    tiles_per_kv_head = wide ? (heads / kv_heads + kTile - 1) / kTile : heads / kv_heads;
    tiles = kv_heads * tiles_per_kv_head;
    tokens_at_once = std::clamp<std::int64_t>(Context::kCounters / tiles, 1, tokens);
    // Two blocks for every multiprocessor.
    splits = std::clamp<std::int64_t>(2 * multiprocessors / (tiles * tokens_at_once), 1, kMaxSplits);
  }
  std::int64_t scratch_bytes(std::int64_t head_width) const {
    return tokens_at_once * tiles * splits * kTile * (head_width + 2) * static_cast<std::int64_t>(sizeof(float));
  }
};

template <class Row, int Lanes, int Heads, bool Vector>
void launch_decode(Parameters p, const Division& division, std::int64_t tokens, const Context& context) {
  const std::size_t shared = sizeof(float) * kWarps * Heads * static_cast<std::size_t>(p.cache.head_width);
  static_assert(sizeof(float) * kWarps * kTile * 256 <= 48 << 10);
  for (; p.first_token < tokens; p.first_token += static_cast<int>(division.tokens_at_once)) {
    const auto here = static_cast<unsigned>(std::min<std::int64_t>(division.tokens_at_once, tokens - p.first_token));
    const dim3 grid(static_cast<unsigned>(division.splits), static_cast<unsigned>(division.tiles), here);
    context.launch("flash_decode", flash_decode_kernel<Row, Lanes, Heads, Vector>, grid, dim3(kThreads), shared, p);
  }
}

}  // namespace

std::int64_t flash_decode_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads, int multiprocessors) {
  return std::max(Division(shape.tokens, shape.heads, kv_heads, true, multiprocessors).scratch_bytes(shape.head_width),
                  Division(shape.tokens, shape.heads, kv_heads, false, multiprocessors).scratch_bytes(shape.head_width));
}

void flash_decode(const AttentionArgs& args, const std::int32_t* device_start, const Context& context) {
  const std::int64_t tokens = args.q.shape[0], heads = args.q.shape[1], kv_heads = args.cache.kv_heads, width = args.cache.head_width;
  check(width <= 256 ? cudaSuccess : cudaErrorNotSupported, "attention with heads wider than 256");
  const bool wide = can_load_wide(args.cache.format, width);
  const Division division(tokens, heads, kv_heads, wide, context.multiprocessors());
  const Parameters p{.q = args.q.data,
                     .q_token_stride = args.q.stride[0],
                     .q_head_stride = args.q.stride[1],
                     .out = args.out.data,
                     .out_token_stride = args.out.stride[0],
                     .out_head_stride = args.out.stride[1],
                     .heads = static_cast<int>(heads),
                     .tiles_per_kv_head = static_cast<int>(division.tiles_per_kv_head),
                     .splits = static_cast<int>(division.splits),
                     .first_token = 0,
                     .cache = KvPlace(args.cache),
                     .policy = ScorePolicy(args.policy),
                     .start = device_start,
                     .partial = reinterpret_cast<float*>(args.scratch.data()),
                     .counters = context.counters()};
  const auto launch = [&]<class Row, int Lanes>() {
    heads == kv_heads ? launch_decode<Row, Lanes, 1, true>(p, division, tokens, context)
                      : launch_decode<Row, Lanes, kTile, true>(p, division, tokens, context);
  };
  with_kv_row(args.cache.format, [&]<class Row>(Row) {
    if (!wide)
      launch_decode<Row, 32, 1, false>(p, division, tokens, context);
    else if (width <= 64)
      launch.template operator()<Row, 8>();
    else if (width <= 128)
      launch.template operator()<Row, 16>();
    else
      launch.template operator()<Row, 32>();
  });
}

}  // namespace halftone::cuda
