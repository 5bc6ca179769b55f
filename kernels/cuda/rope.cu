// rope: a thread a pair of one head; the threads of a pair's heads share its angle.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/turn.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 128;

__global__ void __launch_bounds__(kThreads)
    rope_kernel(float* x, long long token_stride, long long head_stride, int heads, const std::int32_t* positions, const float* inverse,
                int pairs, float factor, QueryGrowth growth, bool half) {
  wait_for_previous();
  let_next_start();
  const int t = static_cast<int>(blockIdx.y);
  const int work = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (work >= heads * pairs) return;
  const int i = work % pairs;
  float* row = x + t * token_stride + work / pairs * head_stride;
  turn(turn_of(positions[t], inverse[i], factor * growth.at(positions[t])), row[half ? i : 2 * i], row[half ? i + pairs : 2 * i + 1]);
}

}  // namespace

void rope(const RopeArgs& args, const Context& context) {
  const auto tokens = args.x.shape[0], heads = args.x.shape[1], pairs = args.inverse.shape[0];
  const auto blocks = static_cast<unsigned>((heads * pairs + kThreads - 1) / kThreads);
  constexpr std::int64_t kMaxRows = 65535;
  for (std::int64_t t = 0; t < tokens && blocks > 0; t += kMaxRows) {
    context.launch("rope", rope_kernel, dim3(blocks, static_cast<unsigned>(std::min(kMaxRows, tokens - t))), dim3(kThreads), 0,
                   args.x.data + t * args.x.stride[0], args.x.stride[0], args.x.stride[1], static_cast<int>(heads),
                   args.positions.data() + t, args.inverse.data, static_cast<int>(pairs), args.attention_factor, args.growth,
                   args.pairing == RopePairing::half);
  }
}

}  // namespace halftone::cuda
