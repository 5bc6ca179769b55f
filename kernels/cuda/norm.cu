// norm: a block a row. Contract: kernels/ops/norm.h. A row of up to 4096 numbers is read once, a longer one from the second-level cache
// again. `norm_to_16_bits` leaves the numbers as a matrix product wants them.
#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/numbers.cuh"
#include "kernels/cuda/matmul/staged_x.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

template <class Number>
__global__ void __launch_bounds__(kStageThreads)
    norm_kernel(XNorm norm, const float* x, long long x_stride, int columns, Number* out, long long out_stride, bool accumulate) {
  __shared__ float scratch[kSumScratch];
  wait_for_previous();
  let_next_start();
  x += blockIdx.x * x_stride;
  out += blockIdx.x * out_stride;
  if (columns % 4 == 0 && x_stride % 4 == 0 && out_stride % 4 == 0 && reinterpret_cast<std::uintptr_t>(x) % 16 == 0 && !accumulate) {
    for_each_normed_four<4>(norm, x, columns, columns, scratch, [&](float4 v, int k) {
      if (k < columns) put_four(out + k, v);
    });
    return;
  }
  float mean = 0, inverse = 1;
  if (norm.kind == NormKind::layer) {
    float sum = 0;
    for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) sum += x[k];
    mean = block_sum(sum, scratch) / static_cast<float>(columns);
  }
  float squares = 0;
  for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) squares = fmaf(x[k] - mean, x[k] - mean, squares);
  inverse = 1.0f / sqrtf(block_sum(squares, scratch) / static_cast<float>(columns) + norm.epsilon);
  for (int k = static_cast<int>(threadIdx.x); k < columns; k += kStageThreads) {
    const float value = normed(norm, {mean, inverse}, x[k], norm.weight ? norm.weight[k] + norm.weight_offset : 1.0f, k, columns);
    put(out[k], accumulate ? number_of(out[k]) + value : value);
  }
}

template <class Number>
void launch_norm(const NormArgs& args, Number* out, std::int64_t out_stride, const Context& context) {
  const XNorm norm{true, args.kind, args.weight.data, args.bias.data, args.weight_offset, args.epsilon};
  if (args.x.shape[0] == 0) return;
  context.launch("norm", norm_kernel<Number>, dim3(static_cast<unsigned>(args.x.shape[0])), dim3(kStageThreads), 0, norm, args.x.data,
                 args.x.stride[0], static_cast<int>(args.x.shape[1]), out, out_stride, args.accumulate);
}

}  // namespace

void norm(const NormArgs& args, const Context& context) { launch_norm(args, args.out.data, args.out.stride[0], context); }

void norm_to_16_bits(const NormArgs& args, Format format, void* x16, const Context& context) {
  if (takes_f16(format))
    launch_norm(args, static_cast<F16*>(x16), args.x.shape[1], context);
  else
    launch_norm(args, static_cast<BF16*>(x16), args.x.shape[1], context);
}

}  // namespace halftone::cuda
