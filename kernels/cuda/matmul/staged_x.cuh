// x of one token, normed on the way, as the chunks read it from shared memory (chunks.cuh). Every block does this for itself: K
// numbers from the second-level cache cost less than a launch.
#pragma once

#include <cstdint>

#include "kernels/cuda/matmul/chunks.cuh"
#include "kernels/cuda/matmul/x_norm.h"

namespace halftone::cuda {

constexpr int kStageThreads = 256;  // of a block that does nothing else
__device__ __forceinline__ int stage_threads() { return static_cast<int>(blockDim.x); }

// The sum over a block of whole warps; every thread gets it. `scratch`: kSumScratch floats of shared memory.
constexpr int kSumScratch = 16;
__device__ inline float block_sum(float value, float* scratch) {
#pragma unroll
  for (int d = 16; d > 0; d /= 2) value += __shfl_xor_sync(~0u, value, d);
  if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = value;
  __syncthreads();
  float sum = 0;
#pragma unroll
  for (int w = 0; w < kSumScratch; ++w) sum += w < stage_threads() / 32 ? scratch[w] : 0.0f;
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

__device__ inline float normed(const XNorm& norm, const NormFactors& factors, float value, float weight, int k, int columns) {
  if (k >= columns) return 0.0f;
  const float scaled = (value - factors.mean) * factors.inverse * weight;
  return norm.bias ? scaled + norm.bias[k] : scaled;
}

// The norm's weights from column k on.
__device__ inline float4 norm_weights(const XNorm& norm, int k, int columns) {
  if (!norm.weight) return {1, 1, 1, 1};
  const float4 w = load_four(norm.weight, k, columns);
  return {w.x + norm.weight_offset, w.y + norm.weight_offset, w.z + norm.weight_offset, w.w + norm.weight_offset};
}

__device__ inline float4 normed(const XNorm& norm, const NormFactors& factors, float4 v, float4 weight, int k, int columns) {
  return {normed(norm, factors, v.x, weight.x, k, columns), normed(norm, factors, v.y, weight.y, k + 1, columns),
          normed(norm, factors, v.z, weight.z, k + 2, columns), normed(norm, factors, v.w, weight.w, k + 3, columns)};
}

// What the lanes of a thread's fours have to do with each other: sums over the numbers of a row, those beyond its end left out.
struct RowSums {
  int columns;
  __device__ float sum(float4 v) const { return (v.x + v.y) + (v.z + v.w); }  // beyond the end there are zeros
  __device__ float squares(float4 v, float mean, int k, float so_far) const {
    const auto add = [&](float value, int at) {
      const float d = value - mean;
      so_far = at < columns ? fmaf(d, d, so_far) : so_far;
    };
    add(v.x, k), add(v.y, k + 1), add(v.z, k + 2), add(v.w, k + 3);
    return so_far;
  }
};

// A row of x in fours: thread i holds four numbers from 4 · (i + threads · j). `for_each(visit)` hands out (j's four, its first column)
// with the loads of kHeld fours in flight together; when these are all, it loads once, and the norm's passes find the numbers in registers.

template <int kHeld, class Visit>
__device__ inline void for_each_four(const float* x, int columns, int padded, const Visit& visit) {
  for (int base = 0; base < padded; base += stage_threads() * 4 * kHeld) {
    float4 v[kHeld];
#pragma unroll
    for (int j = 0; j < kHeld; ++j) v[j] = load_four(x, base + (j * stage_threads() + static_cast<int>(threadIdx.x)) * 4, columns);
#pragma unroll
    for (int j = 0; j < kHeld; ++j) {
      if (base + j * stage_threads() * 4 < padded) visit(v[j], base + (j * stage_threads() + static_cast<int>(threadIdx.x)) * 4);
    }
  }
}

template <int kHeld>
__device__ inline NormFactors norm_factors(const XNorm& norm, const float* x, int columns, float* scratch) {
  NormFactors factors;
  if (!norm.present) return factors;
  const RowSums row{columns};
  if (norm.kind == NormKind::layer) {
    float sum = 0;
    for_each_four<kHeld>(x, columns, columns, [&](float4 v, int) { sum += row.sum(v); });
    factors.mean = block_sum(sum, scratch) / static_cast<float>(columns);
  }
  float squares = 0;
  for_each_four<kHeld>(x, columns, columns, [&](float4 v, int k) { squares = row.squares(v, factors.mean, k, squares); });
  factors.inverse = 1.0f / sqrtf(block_sum(squares, scratch) / static_cast<float>(columns) + norm.epsilon);
  return factors;
}

// Calls visit(four numbers of norm(x), first column) for all fours up to `padded` (a multiple of 4; zeros beyond the columns). Whole
// warps call it together.
template <int kHeld, class Visit>
__device__ inline void for_each_normed_four(const XNorm& norm, const float* x, int columns, int padded, float* scratch, const Visit& visit) {
  if (padded > stage_threads() * 4 * kHeld) {
    const NormFactors factors = norm_factors<kHeld>(norm, x, columns, scratch);
    return for_each_four<kHeld>(x, columns, padded, [&](float4 v, int k) {
      visit(norm.present ? normed(norm, factors, v, norm_weights(norm, k, columns), k, columns) : v, k);
    });
  }
  float4 v[kHeld], weight[kHeld];
  const auto first = [](int j) { return (j * stage_threads() + static_cast<int>(threadIdx.x)) * 4; };
#pragma unroll
  for (int j = 0; j < kHeld; ++j) v[j] = load_four(x, first(j), columns);
  NormFactors factors;
  if (norm.present) {
#pragma unroll
    for (int j = 0; j < kHeld; ++j) weight[j] = norm_weights(norm, first(j), columns);  // on their way while the row is summed up
    const RowSums row{columns};
    if (norm.kind == NormKind::layer) {
      float sum = 0;
#pragma unroll
      for (int j = 0; j < kHeld; ++j) sum += row.sum(v[j]);
      factors.mean = block_sum(sum, scratch) / static_cast<float>(columns);
    }
    float squares = 0;
#pragma unroll
    for (int j = 0; j < kHeld; ++j) squares = row.squares(v[j], factors.mean, first(j), squares);
    factors.inverse = 1.0f / sqrtf(block_sum(squares, scratch) / static_cast<float>(columns) + norm.epsilon);
#pragma unroll
    for (int j = 0; j < kHeld; ++j) v[j] = normed(norm, factors, v[j], weight[j], first(j), columns);
  }
#pragma unroll
  for (int j = 0; j < kHeld; ++j)
    if (j * stage_threads() * 4 < padded) visit(v[j], first(j));
}

// Bytes of shared memory that a token of so many chunks takes.
template <class Chunk>
constexpr std::int64_t staged_bytes(std::int64_t chunks) {
  constexpr bool is_float = std::is_same_v<typename Chunk::X, FloatX>;
  return chunks * Chunk::kWeights * (is_float ? 4 : 1) + (is_float ? 0 : (chunks * Chunk::kWeights + 31) / 32 * 8);
}

template <int WeightsPerChunk, int kHeld = 4>
__device__ inline FloatX stage(FloatX, int chunks, const XNorm& norm, const float* x, int columns, std::byte* shared, float* scratch) {
  auto* slices = reinterpret_cast<float4*>(shared);
  const int padded = chunks * WeightsPerChunk;
  for_each_normed_four<kHeld>(norm, x, columns, padded, scratch, [&](float4 v, int k) {
    if (k < padded) slices[k % WeightsPerChunk / 4 * chunks + k / WeightsPerChunk] = v;
  });
  return {slices, chunks};
}

// Eight lanes round a group of 32, as the CPU does: scale = largest / 127, nearest, ties to even; a group with NaN or infinity gets
// a NaN scale, one below 1e-30 counts as zeros.
template <int WeightsPerChunk, int kHeld = 4>
__device__ inline RoundedX stage(RoundedX, int chunks, const XNorm& norm, const float* x, int columns, std::byte* shared, float* scratch) {
  const int padded = (chunks * WeightsPerChunk + 31) / 32 * 32;
  auto* words = reinterpret_cast<std::uint32_t*>(shared);
  auto* scales = reinterpret_cast<float*>(shared + chunks * WeightsPerChunk);
  float* sums = scales + padded / 32;
  for_each_normed_four<kHeld>(norm, x, columns, padded, scratch, [&](float4 v, int k) {
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
    if (k < chunks * WeightsPerChunk) {
      const int in_chunk = k % WeightsPerChunk;
      words[(in_chunk / 16 * chunks + k / WeightsPerChunk) * 4 + in_chunk % 16 / 4] =
          (a & 0xFF) | (b & 0xFF) << 8 | (c & 0xFF) << 16 | static_cast<std::uint32_t>(d) << 24;
    }
    if (threadIdx.x % 8 == 0 && k < padded) {
      const float scale = usable ? largest / 127.0f : largest_bits >= 0x7F800000 ? __int_as_float(0x7FC00000) : 0.0f;
      scales[k / 32] = scale;
      sums[k / 32] = scale * static_cast<float>(total);
    }
  });
  return {reinterpret_cast<const uint4*>(shared), scales, sums, chunks};
}

}  // namespace halftone::cuda
