// embed: a block a token, a thread a chunk of the table's row (matmul/chunks.cuh).
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul/format_chunks.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;

struct Place {
  const std::int32_t* positions;
  const float* table;  // learned, or null
  long long stride;
  bool sinusoidal;
};

// p(position)[d], in double as the reference: a token's embedding is read once, and large angles need the digits.
__device__ float place_of(const Place& place, int t, int d, int width) {
  if (place.table) return place.table[place.positions[t] * place.stride + d];
  if (!place.sinusoidal) return 0.0f;
  const double angle = static_cast<double>(place.positions[t]) * pow(10000.0, -static_cast<double>(d / 2 * 2) / width);
  return static_cast<float>(d % 2 == 0 ? sin(angle) : cos(angle));
}

template <class Chunk>
__global__ void __launch_bounds__(kThreads)
    embed_kernel(const std::int32_t* ids, const std::byte* quants, const std::byte* headers, long long quant_stride,
                 long long header_stride, int width, float scale, Place place, float* out, long long out_stride) {
  wait_for_previous();
  let_next_start();
  const int t = static_cast<int>(blockIdx.x);
  const long long row = max(ids[t], 0);  // below: what was chosen where no logit was finite, and the device had gone ahead
  const int chunks = (width + Chunk::kWeights - 1) / Chunk::kWeights;
  for (int c = static_cast<int>(threadIdx.x); c < chunks; c += kThreads) {
    Chunk chunk;
    chunk.load(quants + row * quant_stride, headers + row * header_stride, c);
#pragma unroll
    for (int i = 0; i < Chunk::kWeights; ++i) {
      const int d = c * Chunk::kWeights + i;
      if (d < width) out[t * out_stride + d] = scale * chunk.weight(i) + place_of(place, t, d, width);
    }
  }
}

}  // namespace

void embed(const EmbedArgs& args, const Context& context) {
  if (args.ids.empty()) return;
  const SplitLayout layout(args.table);
  const Place place{args.positions.data(), args.position_table.data, args.position_table.data ? args.position_table.stride[0] : 0,
                    args.sinusoidal};
  with_chunk(args.table.format, [&]<class Chunk>(Chunk) {
    context.launch("embed", embed_kernel<Chunk>, dim3(static_cast<unsigned>(args.ids.size())), dim3(kThreads), 0, args.ids.data(),
                   args.table.data, args.table.data + layout.headers_at(), layout.quant_stride, layout.header_stride,
                   static_cast<int>(args.table.columns), args.scale, place, args.out.data, args.out.stride[0]);
  });
}

}  // namespace halftone::cuda
