// glu, cap and add: a thread a number.
#include <algorithm>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/activation.cuh"
#include "kernels/cuda/matmul/numbers.cuh"
#include "kernels/cuda/ops.h"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;
constexpr std::int64_t kMaxRows = 65535;

__global__ void __launch_bounds__(kThreads) glu_kernel(Activation activation, const float* gate, long long gate_stride, const float* up,
                                                       long long up_stride, float* out, long long out_stride, int columns) {
  wait_for_previous();
  let_next_start();
  const int f = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (f >= columns) return;
  const float value = activate(activation, gate[blockIdx.y * gate_stride + f]);
  out[blockIdx.y * out_stride + f] = up ? value * up[blockIdx.y * up_stride + f] : value;
}

// Four numbers a thread, the result as a matrix product wants it.
template <class Number>
__global__ void __launch_bounds__(kThreads) glu_four_kernel(Activation activation, const float* gate, long long gate_stride,
                                                            const float* up, long long up_stride, Number* out, int columns) {
  wait_for_previous();
  let_next_start();
  const int f = (static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x)) * 4;
  if (f >= columns) return;
  float4 v = __ldcs(reinterpret_cast<const float4*>(gate + blockIdx.y * gate_stride + f));
  v = {activate(activation, v.x), activate(activation, v.y), activate(activation, v.z), activate(activation, v.w)};
  if (up) {
    const float4 u = __ldcs(reinterpret_cast<const float4*>(up + blockIdx.y * up_stride + f));
    v.x *= u.x, v.y *= u.y, v.z *= u.z, v.w *= u.w;
  }
  put_four(out + static_cast<long long>(blockIdx.y) * columns + f, v);
}

__global__ void __launch_bounds__(kThreads) cap_kernel(Cap kind, float* x, long long stride, int columns, float scale, float limit) {
  wait_for_previous();
  let_next_start();
  const int d = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (d >= columns) return;
  float& at = x[blockIdx.y * stride + d];
  const float value = at * scale;
  switch (kind) {
    case Cap::none: at = value; break;
    case Cap::clamp: at = value < -limit ? -limit : value > limit ? limit : value; break;
    case Cap::soft_cap: at = limit * tanhf(value / limit); break;
  }
}

__global__ void __launch_bounds__(kThreads)
    add_kernel(const float* x, long long x_stride, float* out, long long out_stride, int columns, float scale) {
  wait_for_previous();
  let_next_start();
  const int d = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (d < columns) out[blockIdx.y * out_stride + d] += scale * x[blockIdx.y * x_stride + d];
}

dim3 grid_of(std::int64_t columns, std::int64_t rows) {
  return {static_cast<unsigned>((columns + kThreads - 1) / kThreads), static_cast<unsigned>(std::min(kMaxRows, rows))};
}

}  // namespace

void glu(const GluArgs& args, const Context& context) {
  const std::int64_t columns = args.gate.shape[1];
  for (std::int64_t t = 0; t < args.gate.shape[0]; t += kMaxRows) {
    context.launch("glu", glu_kernel, grid_of(columns, args.gate.shape[0] - t), dim3(kThreads), 0, args.activation,
                   args.gate.data + t * args.gate.stride[0], args.gate.stride[0],
                   args.up.data ? args.up.data + t * args.up.stride[0] : nullptr, args.up.stride[0], args.out.data + t * args.out.stride[0],
                   args.out.stride[0], static_cast<int>(columns));
  }
}

void glu_to_16_bits(const GluArgs& args, Format format, void* x16, const Context& context) {
  const std::int64_t columns = args.gate.shape[1];
  const auto launch = [&]<class Number>(Number* out) {
    for (std::int64_t t = 0; t < args.gate.shape[0]; t += kMaxRows) {
      const dim3 grid(static_cast<unsigned>((columns / 4 + kThreads - 1) / kThreads),
                      static_cast<unsigned>(std::min(kMaxRows, args.gate.shape[0] - t)));
      context.launch("glu", glu_four_kernel<Number>, grid, dim3(kThreads), 0, args.activation, args.gate.data + t * args.gate.stride[0],
                     args.gate.stride[0], args.up.data ? args.up.data + t * args.up.stride[0] : nullptr, args.up.stride[0],
                     out + t * columns, static_cast<int>(columns));
    }
  };
  if (takes_f16(format))
    launch(static_cast<F16*>(x16));
  else
    launch(static_cast<BF16*>(x16));
}

void cap(const CapArgs& args, const Context& context) {
  const std::int64_t columns = args.x.shape[1];
  for (std::int64_t t = 0; t < args.x.shape[0]; t += kMaxRows) {
    context.launch("cap", cap_kernel, grid_of(columns, args.x.shape[0] - t), dim3(kThreads), 0, args.kind,
                   args.x.data + t * args.x.stride[0], args.x.stride[0], static_cast<int>(columns), args.scale, args.limit);
  }
}

void add(const AddArgs& args, const Context& context) {
  const std::int64_t columns = args.x.shape[1];
  for (std::int64_t t = 0; t < args.x.shape[0]; t += kMaxRows) {
    context.launch("add", add_kernel, grid_of(columns, args.x.shape[0] - t), dim3(kThreads), 0, args.x.data + t * args.x.stride[0],
                   args.x.stride[0], args.out.data + t * args.out.stride[0], args.out.stride[0], static_cast<int>(columns), args.scale);
  }
}

}  // namespace halftone::cuda
