// rope of the queries, in place, and of the keys on their way into the cache, with the values: one launch for what comes between the
// projections and attention. A block works on one token, or a share of its rows, and computes its angles once; a warp takes a row at a
// time. See rope.cu and kv_store.cu for the two halves.
#include <algorithm>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/kv_row.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/turn.cuh"

namespace halftone::cuda {

namespace {

constexpr int kWarps = 8;

struct Heads {
  float* data;
  long long token_stride, head_stride;
  __device__ float* row(int t, int head) const { return data + t * token_stride + head * head_stride; }
};

template <class Row>
__global__ void __launch_bounds__(kWarps * 32)
    rope_store_kernel(Heads queries, int heads, Heads keys, Heads values, KvPlace cache, const std::int32_t* positions,
                      const float* inverse, int pairs, float factor, bool half) {
  extern __shared__ float shared[];  // the angles, then per warp: the row as it goes to the cache, and store_row's own
  Turn* const turns = reinterpret_cast<Turn*>(shared);
  wait_for_previous();
  let_next_start();
  const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32, width = cache.head_width;
  const int t = static_cast<int>(blockIdx.x), position = positions[t];
  for (int i = static_cast<int>(threadIdx.x); i < pairs; i += kWarps * 32) turns[i] = turn_of(position, inverse[i], factor);
  __syncthreads();
  const auto rope = [&](const float* from, float* to) {
    for (int i = lane; i < pairs; i += 32) {
      const int at = half ? i : 2 * i, beside = half ? i + pairs : 2 * i + 1;
      float a = from[at], b = from[beside];
      turn(turns[i], a, b);
      to[at] = a, to[beside] = b;
    }
  };
  float* const ours = shared + 2 * pairs + warp * 2 * width;
  for (int r = static_cast<int>(blockIdx.y) * kWarps + warp; r < heads + 2 * cache.kv_heads; r += static_cast<int>(gridDim.y) * kWarps) {
    if (r < heads) {
      float* query = queries.row(t, r);
      rope(query, query);
      continue;
    }
    const int head = (r - heads) % cache.kv_heads;
    std::byte* to = cache.key(position, head);
    if (r >= heads + cache.kv_heads) {
      store_row<Row>(values.row(t, head), to + cache.value_offset, width, ours);
      continue;
    }
    const float* key = keys.row(t, head);
    for (int i = 2 * pairs + lane; i < width; i += 32) ours[i] = key[i];
    rope(key, ours);
    __syncwarp();
    store_row<Row>(ours, to, width, ours + width);
    __syncwarp();
  }
}

}  // namespace

void rope_store(const RopeArgs& query, const KvStoreArgs& store, const Context& context) {
  const KvPlace cache(store.cache);
  const auto heads_of = [](const auto& x) { return Heads{const_cast<float*>(x.data), x.stride[0], x.stride[1]}; };
  const auto heads = static_cast<int>(query.x.shape[1]);
  const auto rows = static_cast<unsigned>(heads + 2 * cache.kv_heads);
  // Few tokens: a warp for every row; many: a block for every token.
  const dim3 grid(static_cast<unsigned>(query.x.shape[0]), query.x.shape[0] < 64 ? (rows + kWarps - 1) / kWarps : 1);
  const std::size_t shared = sizeof(float) * 2 * static_cast<std::size_t>(query.inverse.shape[0] + kWarps * cache.head_width);
  with_kv_row(store.cache.format, [&]<class Row>(Row) {
    context.launch("rope_store", rope_store_kernel<Row>, grid, dim3(kWarps * 32), shared, heads_of(query.x), heads, heads_of(store.keys),
                   heads_of(store.values), cache, query.positions.data(), query.inverse.data, static_cast<int>(query.inverse.shape[0]),
                   query.attention_factor, query.pairing == RopePairing::half);
  });
}

}  // namespace halftone::cuda
