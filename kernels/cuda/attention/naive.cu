// naive: the attention that the guide begins with. QKᵀ (H, T, S) is stored in float, all of it; then every row becomes its softmax, in
// place, as bf16 numbers in the first half of its own bytes; then P V. The products are cuBLAS's, on q, k and v as bf16.
#include <algorithm>

#include "kernels/cuda/attention.h"
#include "kernels/cuda/attention/policy.cuh"
#include "kernels/cuda/attention/unpack.h"
#include "kernels/cuda/dependent_launch.cuh"

namespace halftone::cuda {

namespace {

constexpr int kThreads = 256;

std::int64_t aligned(std::int64_t bytes) { return (bytes + 255) / 256 * 256; }
// Numbers from row to row of the scores: even, so that a row of floats also holds a row of bf16 at an address that cuBLAS takes.
std::int64_t score_stride(std::int64_t length) { return (length + 7) / 8 * 8; }

// (T, H, Dh) floats, strided, as dense bf16 (H, T, Dh).
__global__ void __launch_bounds__(kThreads)
    round_queries_kernel(const float* q, long long token_stride, long long head_stride, int tokens, int width, __nv_bfloat16* out) {
  wait_for_previous();
  let_next_start();
  const int i = static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
  if (i >= tokens * width) return;
  const int t = i / width, d = i % width;
  out[static_cast<long long>(blockIdx.y) * tokens * width + i] = __float2bfloat16_rn(q[t * token_stride + blockIdx.y * head_stride + d]);
}

// A block a row: scores to probabilities. Sums and maxima in float.
__global__ void __launch_bounds__(kThreads)
    softmax_kernel(float* scores, long long stride, int length, int tokens, const std::int32_t* start, ScorePolicy policy,
                   float* copied_out, long long copy_stride, int copied_head) {
  __shared__ float scratch[kThreads / 32];
  wait_for_previous();
  let_next_start();
  const int t = static_cast<int>(blockIdx.x), head = static_cast<int>(blockIdx.y), query = *start + t;
  float* row = scores + (static_cast<long long>(head) * tokens + t) * stride;
  const float slope = policy.slopes ? policy.slopes[head] : 0.0f;
  const auto over_block = [&](float value, auto combine) {
    for (int d = 16; d > 0; d /= 2) value = combine(value, __shfl_xor_sync(~0u, value, d));
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = value;
    __syncthreads();
    value = scratch[0];
    for (int w = 1; w < kThreads / 32; ++w) value = combine(value, scratch[w]);
    __syncthreads();
    return value;
  };
  float highest = -INFINITY;
  for (int j = static_cast<int>(threadIdx.x); j < length; j += kThreads) {
    row[j] = policy.sees(query, j) ? policy.score(row[j], slope, query, j) : -INFINITY;
    highest = fmaxf(highest, row[j]);
  }
  highest = over_block(highest, [](float a, float b) { return fmaxf(a, b); });
  float sum = 0;
  for (int j = static_cast<int>(threadIdx.x); j < length; j += kThreads) sum += exp2f(row[j] - highest);
  sum = over_block(sum, [](float a, float b) { return a + b; });
  auto* probabilities = reinterpret_cast<__nv_bfloat16*>(row);
  for (int first = 0; first < static_cast<int>(stride); first += kThreads) {  // what is written lies before what is still to be read
    const int j = first + static_cast<int>(threadIdx.x);
    const float p = j < length ? exp2f(row[j] - highest) / sum : 0.0f;
    __syncthreads();
    if (j < static_cast<int>(stride)) probabilities[j] = __float2bfloat16_rn(p);
    if (copied_out && head == copied_head && j < length) copied_out[t * copy_stride + j] = p;
    __syncthreads();
  }
}

}  // namespace

std::int64_t naive_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads) {
  return aligned(shape.heads * shape.tokens * score_stride(shape.length) * 4) + aligned(shape.heads * shape.tokens * shape.head_width * 2) +
         unpacked_bytes(shape.length, score_stride(shape.length), kv_heads, shape.head_width);
}

void naive_attention(const AttentionArgs& args, const std::int32_t* device_start, const Context& context) {
  const std::int64_t tokens = args.q.shape[0], heads = args.q.shape[1], width = args.cache.head_width, kv_heads = args.cache.kv_heads;
  const std::int64_t length = args.start + tokens, stride = score_stride(length), group = heads / kv_heads;
  auto* scores = reinterpret_cast<float*>(args.scratch.data());
  std::byte* rest = args.scratch.data() + aligned(heads * tokens * stride * 4);
  auto* queries = reinterpret_cast<__nv_bfloat16*>(rest);
  rest += aligned(heads * tokens * width * 2);

  const dim3 round_grid(static_cast<unsigned>((tokens * width + kThreads - 1) / kThreads), static_cast<unsigned>(heads));
  context.launch("round_queries", round_queries_kernel, round_grid, dim3(kThreads), 0, args.q.data, args.q.stride[0], args.q.stride[1],
                 static_cast<int>(tokens), static_cast<int>(width), queries);
  // One page that holds all: then a head's keys are a matrix.
  const KvView numbers = unpack_to_bf16(args.cache, length, stride, rest, context);
  const std::int64_t head_stride = stride * width;
  const auto* keys = reinterpret_cast<const __nv_bfloat16*>(first_unpacked_page(numbers));
  const __nv_bfloat16* values = keys + numbers.value_offset / 2;

  const float one = 1, zero = 0;
  for (std::int64_t g = 0; g < kv_heads; ++g) {  // the heads of a group share their keys: stride 0
    check(cublasGemmStridedBatchedEx(context.cublas(), CUBLAS_OP_T, CUBLAS_OP_N, static_cast<int>(length), static_cast<int>(tokens),
                                     static_cast<int>(width), &one, keys + g * head_stride, CUDA_R_16BF, static_cast<int>(width), 0,
                                     queries + g * group * tokens * width, CUDA_R_16BF, static_cast<int>(width), tokens * width, &zero,
                                     scores + g * group * tokens * stride, CUDA_R_32F, static_cast<int>(stride), tokens * stride,
                                     static_cast<int>(group), CUBLAS_COMPUTE_32F, CUBLAS_GEMM_DEFAULT),
          "QK^T");
  }
  context.launch("softmax", softmax_kernel, dim3(static_cast<unsigned>(tokens), static_cast<unsigned>(heads)), dim3(kThreads), 0, scores,
                 stride, static_cast<int>(length), static_cast<int>(tokens), device_start, ScorePolicy(args.policy),
                 args.probabilities.data, args.probabilities.data ? args.probabilities.stride[0] : 0,
                 static_cast<int>(args.probabilities_head));
  for (std::int64_t g = 0; g < kv_heads; ++g) {
    check(cublasGemmStridedBatchedEx(
              context.cublas(), CUBLAS_OP_N, CUBLAS_OP_N, static_cast<int>(width), static_cast<int>(tokens), static_cast<int>(length), &one,
              values + g * head_stride, CUDA_R_16BF, static_cast<int>(width), 0, scores + g * group * tokens * stride, CUDA_R_16BF,
              static_cast<int>(2 * stride), 2 * tokens * stride, &zero, args.out.data + g * group * args.out.stride[1], CUDA_R_32F,
              static_cast<int>(args.out.stride[0]), args.out.stride[1], static_cast<int>(group), CUBLAS_COMPUTE_32F, CUBLAS_GEMM_DEFAULT),
          "PV");
  }
}

}  // namespace halftone::cuda
