// kv_store: a warp a row (one head's key or value of one token); the bytes are those of the scalar definition (kernels/formats).
// Floats go number by number; the quantised formats group by group of 32, a lane a number: the group's extremes are exact whatever
// the order, so the bytes are the same. The rotation's butterflies are done in shared memory in the definition's order.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/kv_row.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

constexpr int kWarps = 4;

template <class Row>
__global__ void __launch_bounds__(kWarps * 32)
    kv_store_kernel(KvPlace cache, const float* keys, const float* values, long long token_stride, long long head_stride, int rows,
                    const std::int32_t* start) {
  extern __shared__ float scratch[];
  wait_for_previous();
  let_next_start();
  const int warp = static_cast<int>(threadIdx.x) / 32, row = static_cast<int>(blockIdx.x) * kWarps + warp;
  if (row >= rows) return;
  const int head = row / 2 % cache.kv_heads, t = row / 2 / cache.kv_heads;
  const bool is_value = row % 2 == 1;
  const float* from = (is_value ? values : keys) + t * token_stride + head * head_stride;
  std::byte* to = cache.key(*start + t, head) + (is_value ? cache.value_offset : 0);
  store_row<Row>(from, to, cache.head_width, scratch + warp * cache.head_width);
}

}  // namespace

void kv_store(const KvStoreArgs& args, const std::int32_t* device_start, const Context& context) {
  const KvPlace cache(args.cache);
  const auto rows = static_cast<int>(args.keys.shape[0]) * cache.kv_heads * 2;
  if (rows == 0) return;
  const auto blocks = static_cast<unsigned>((rows + kWarps - 1) / kWarps);
  const std::size_t shared = sizeof(float) * kWarps * static_cast<std::size_t>(cache.head_width);
  with_kv_row(args.cache.format, [&]<class Row>(Row) {
    context.launch("kv_store", kv_store_kernel<Row>, dim3(blocks), dim3(kWarps * 32), shared, cache, args.keys.data, args.values.data,
                   args.keys.stride[0], args.keys.stride[1], rows, device_start);
  });
}

}  // namespace halftone::cuda
