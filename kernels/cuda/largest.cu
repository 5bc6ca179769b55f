// largest: the index of the largest of many numbers, the smallest among equals; NaN counts as −∞, and where nothing is finite it is −1.
// What a greedy reply needs of its logits: four bytes instead of all of them.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/ordered.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256, kBlocks = 64;

// Orders as the numbers do, and of equal ones the smaller index above.
__device__ __forceinline__ unsigned long long key_of(float value, int index) {
  return static_cast<unsigned long long>(ordered(value + 0.0f)) << 32 | ~static_cast<unsigned>(index);  // −0 is 0
}

// best: zeros before and after. [0]: the best key; [1]: how many blocks are done, and above 2³² how many of them met a finite number.
__global__ void __launch_bounds__(kThreads) largest_kernel(const float* numbers, int count, unsigned long long* best, std::int32_t* out) {
  wait_for_previous();
  unsigned long long mine = 0;
  bool finite = false;
  for (int i = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x); i < count; i += kThreads * kBlocks) {
    const float value = numbers[i];
    if (value > -INFINITY) mine = max(mine, key_of(value, i));
    finite = finite || isfinite(value);
  }
  for (int d = 16; d > 0; d /= 2) mine = max(mine, __shfl_xor_sync(~0u, mine, d));
  if (threadIdx.x % 32 == 0) atomicMax(best, mine);
  __threadfence();
  const unsigned long long done = __syncthreads_or(finite) ? 1ull << 32 | 1 : 1;
  if (threadIdx.x != 0) return;
  const unsigned long long all_done = atomicAdd(best + 1, done) + done;
  if (static_cast<unsigned>(all_done) != kBlocks) return;
  const unsigned long long key = atomicExch(best, 0ull);
  best[1] = 0;
  *out = all_done >> 32 == 0 ? -1 : static_cast<std::int32_t>(~static_cast<unsigned>(key));
}

}  // namespace

void largest(VectorView<const float> numbers, std::int32_t* out, const Context& context) {
  context.launch("largest", largest_kernel, dim3(kBlocks), dim3(kThreads), 0, numbers.data, static_cast<int>(numbers.size()),
                 context.best(), out);
}

}  // namespace halftone::cuda
