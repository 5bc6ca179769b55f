// argmax in one block: 128,000 logits are 512 KB in the second-level cache, a few microseconds.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 1024;

struct Best {
  float value;
  int index;  // -1: none finite so far
};

__device__ Best better(Best a, Best b) {
  if (b.index < 0) return a;
  if (a.index < 0 || b.value > a.value || (b.value == a.value && b.index < a.index)) return b;
  return a;
}

__global__ void __launch_bounds__(kThreads) argmax_kernel(const float* logits, int count, std::int32_t* token) {
  __shared__ Best room[kThreads / 32];
  wait_for_previous();
  let_next_start();
  Best best{0, -1};
  bool finite = false;
  for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
    const float value = logits[i];
    finite = finite || isfinite(value);
    if (isfinite(value) || value > 0) best = better(best, {value, i});
  }
#pragma unroll
  for (int d = 16; d > 0; d /= 2) best = better(best, {__shfl_xor_sync(~0u, best.value, d), __shfl_xor_sync(~0u, best.index, d)});
  if (threadIdx.x % 32 == 0) room[threadIdx.x / 32] = best;
  const bool any_finite = __syncthreads_or(finite);
  if (threadIdx.x == 0) {
    for (int w = 1; w < kThreads / 32; ++w) best = better(best, room[w]);
    *token = any_finite ? best.index : -1;
  }
}

}  // namespace

void argmax(VectorView<const float> logits, std::int32_t* token, const Context& context) {
  context.launch("argmax", argmax_kernel, dim3(1), dim3(kThreads), 0, logits.data, static_cast<int>(logits.shape[0]), token);
}

}  // namespace halftone::cuda
