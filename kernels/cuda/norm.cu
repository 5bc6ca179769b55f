// norm: a block a row. Contract: kernels/ops/norm.h. The row is read twice (layer norm: three times), from the second-level cache.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul/staged_x.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

__global__ void __launch_bounds__(kStageThreads)
    norm_kernel(XNorm norm, const float* x, long long x_stride, int columns, float* out, long long out_stride, bool accumulate) {
  __shared__ float room[kStageThreads / 32];
  wait_for_previous();
  let_next_start();
  x += blockIdx.x * x_stride;
  out += blockIdx.x * out_stride;
  const bool aligned = reinterpret_cast<std::uintptr_t>(x) % 16 == 0;
  float mean = 0, inverse = 1;
  if (aligned) {
    const NormFactors factors = norm_factors(norm, x, columns, room);
    mean = factors.mean, inverse = factors.inverse;
  } else {
    if (norm.kind == NormKind::layer) {
      float sum = 0;
      for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) sum += x[k];
      mean = block_sum(sum, room) / static_cast<float>(columns);
    }
    float squares = 0;
    for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) squares = fmaf(x[k] - mean, x[k] - mean, squares);
    inverse = 1.0f / sqrtf(block_sum(squares, room) / static_cast<float>(columns) + norm.epsilon);
  }
  for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) {
    const float value = normed(norm, {mean, inverse}, x[k], k, columns);
    out[k] = accumulate ? out[k] + value : value;
  }
}

}  // namespace

void norm(const NormArgs& args, const Context& context) {
  const XNorm norm{true, args.kind, args.weight.data, args.bias.data, args.weight_offset, args.epsilon};
  if (args.x.shape[0] == 0) return;
  context.launch("norm", norm_kernel, dim3(static_cast<unsigned>(args.x.shape[0])), dim3(kStageThreads), 0, norm, args.x.data,
                 args.x.stride[0], static_cast<int>(args.x.shape[1]), args.out.data, args.out.stride[0], args.accumulate);
}

}  // namespace halftone::cuda
