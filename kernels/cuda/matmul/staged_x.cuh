// x of one token, normed on the way, as the chunks read it from shared memory (chunks.cuh). Every block does this for itself: K
// numbers from the second-level cache cost less than a launch.
#pragma once

#include <cstdint>

#include "kernels/cuda/matmul/chunks.cuh"
#include "kernels/ops/norm.h"

namespace halftone::cuda {

// What is done to x before it meets the weights. No weight pointer: ones; no bias: zeros.
struct XNorm {
  bool present = false;
  NormKind kind = NormKind::rms;
  const float* weight = nullptr;
  const float* bias = nullptr;
  float weight_offset = 0, epsilon = 0;
};

constexpr int kStageThreads = 256;

// The sum over a block of kStageThreads; every thread gets it. `room`: 8 floats of shared memory.
__device__ inline float block_sum(float value, float* room) {
#pragma unroll
  for (int d = 16; d > 0; d /= 2) value += __shfl_xor_sync(~0u, value, d);
  if (threadIdx.x % 32 == 0) room[threadIdx.x / 32] = value;
  __syncthreads();
  float sum = 0;
#pragma unroll
  for (int w = 0; w < kStageThreads / 32; ++w) sum += room[w];
  __syncthreads();
  return sum;
}

__device__ inline float4 load_four(const float* x, int k, int columns) {  // zeros beyond the end
  if (k + 4 <= columns) return *reinterpret_cast<const float4*>(x + k);
  float4 v{0, 0, 0, 0};
  if (k < columns) v.x = x[k];
  if (k + 1 < columns) v.y = x[k + 1];
  if (k + 2 < columns) v.z = x[k + 2];
  return v;
}

struct NormFactors {
  float mean = 0, inverse = 1;
};

__device__ inline NormFactors norm_factors(const XNorm& norm, const float* x, int columns, float* room) {
  NormFactors factors;
  if (!norm.present) return factors;
  if (norm.kind == NormKind::layer) {
    float sum = 0;
    for (int k = static_cast<int>(threadIdx.x) * 4; k < columns; k += kStageThreads * 4) {
      const float4 v = load_four(x, k, columns);
      sum += (v.x + v.y) + (v.z + v.w);
    }
    factors.mean = block_sum(sum, room) / static_cast<float>(columns);
  }
  float squares = 0;
  for (int k = static_cast<int>(threadIdx.x) * 4; k < columns; k += kStageThreads * 4) {
    const float4 v = load_four(x, k, columns);
    const auto square = [&](float value, int at) {
      const float d = value - factors.mean;
      squares = at < columns ? fmaf(d, d, squares) : squares;
    };
    square(v.x, k), square(v.y, k + 1), square(v.z, k + 2), square(v.w, k + 3);
  }
  factors.inverse = 1.0f / sqrtf(block_sum(squares, room) / static_cast<float>(columns) + norm.epsilon);
  return factors;
}

__device__ inline float normed(const XNorm& norm, const NormFactors& factors, float value, int k, int columns) {
  if (!norm.present || k >= columns) return value;
  float scaled = (value - factors.mean) * factors.inverse;
  if (norm.weight) scaled *= norm.weight[k] + norm.weight_offset;
  return norm.bias ? scaled + norm.bias[k] : scaled;
}

__device__ inline float4 normed_four(const XNorm& norm, const NormFactors& factors, const float* x, int k, int columns) {
  float4 v = load_four(x, k, columns);
  v.x = normed(norm, factors, v.x, k, columns), v.y = normed(norm, factors, v.y, k + 1, columns);
  v.z = normed(norm, factors, v.z, k + 2, columns), v.w = normed(norm, factors, v.w, k + 3, columns);
  return v;
}

// Bytes of shared memory that a token of so many chunks takes.
template <class Chunk>
constexpr std::int64_t staged_bytes(std::int64_t chunks) {
  constexpr bool is_float = std::is_same_v<typename Chunk::X, FloatX>;
  return chunks * Chunk::kWeights * (is_float ? 4 : 1) + (is_float ? 0 : (chunks * Chunk::kWeights + 31) / 32 * 8);
}

__device__ inline FloatX stage(FloatX, int weights_per_chunk, int chunks, const XNorm& norm, const NormFactors& factors, const float* x,
                               int columns, std::byte* shared) {
  auto* slices = reinterpret_cast<float4*>(shared);
  for (int k = static_cast<int>(threadIdx.x) * 4; k < chunks * weights_per_chunk; k += kStageThreads * 4)
    slices[k % weights_per_chunk / 4 * chunks + k / weights_per_chunk] = normed_four(norm, factors, x, k, columns);
  return {slices, chunks};
}

// Eight lanes round a group of 32, as the CPU does: scale = largest / 127, nearest, ties to even; a group with NaN or infinity gets
// a NaN scale, one below 1e-30 counts as zeros.
__device__ inline RoundedX stage(RoundedX, int weights_per_chunk, int chunks, const XNorm& norm, const NormFactors& factors, const float* x,
                                 int columns, std::byte* shared) {
  const int padded = (chunks * weights_per_chunk + 31) / 32 * 32;
  auto* words = reinterpret_cast<std::uint32_t*>(shared);
  auto* scales = reinterpret_cast<float*>(shared + chunks * weights_per_chunk);
  float* sums = scales + padded / 32;
  for (int base = 0; base < padded; base += kStageThreads * 4) {  // whole warps, for the shuffles
    const int k = base + static_cast<int>(threadIdx.x) * 4;
    const float4 v = normed_four(norm, factors, x, k, columns);
    const auto magnitude = [](float f) { return __float_as_int(f) & 0x7FFFFFFF; };  // orders as the float does, NaN above all
    int largest_bits = max(max(magnitude(v.x), magnitude(v.y)), max(magnitude(v.z), magnitude(v.w)));
#pragma unroll
    for (int d = 4; d > 0; d /= 2) largest_bits = max(largest_bits, __shfl_xor_sync(~0u, largest_bits, d));
    const float largest = __int_as_float(largest_bits);
    const bool usable = largest_bits < 0x7F800000 && largest >= 1e-30f;
    const float factor = usable ? 127.0f / largest : 0.0f;
    const auto round = [&](float f) { return usable ? __float2int_rn(f * factor) : 0; };
    const int a = round(v.x), b = round(v.y), c = round(v.z), d = round(v.w);
    int total = a + b + c + d;
#pragma unroll
    for (int step = 4; step > 0; step /= 2) total += __shfl_xor_sync(~0u, total, step);
    if (k < padded) {
      if (k < chunks * weights_per_chunk) {
        const int in_chunk = k % weights_per_chunk;
        words[(in_chunk / 16 * chunks + k / weights_per_chunk) * 4 + in_chunk % 16 / 4] =
            (a & 0xFF) | (b & 0xFF) << 8 | (c & 0xFF) << 16 | static_cast<std::uint32_t>(d) << 24;
      }
      if (threadIdx.x % 8 == 0) {
        const float scale = usable ? largest / 127.0f : largest_bits >= 0x7F800000 ? __int_as_float(0x7FC00000) : 0.0f;
        scales[k / 32] = scale;
        sums[k / 32] = scale * static_cast<float>(total);
      }
    }
  }
  return {reinterpret_cast<const uint4*>(shared), scales, sums, chunks};
}

}  // namespace halftone::cuda
