// flash_prefill: attention of many tokens on tensor cores.
//   S = Q Kᵀ a tile of 64 keys at a time; m ← max(m, rowmax S); P = e^(S − m); O ← e^(m_old − m) · O + P V; at the end O / l.
// Layout: a block takes kRows queries of one head, a warp 16·RowTiles of them. Q stays in shared memory; K and V take turns: while
// one is multiplied the other is on its way. Rows in shared memory are padded by 16 bytes, which keeps ldmatrix free of bank
// conflicts for every head width. P goes from the accumulators of the first product straight into the operands of the second.
// Precision: Q, K, V and P as 16-bit numbers, sums, softmax and O in float.
// Sources: FlashAttention-2, Dao 2023; online softmax, Milakov & Gimelshein 2018.
#include <algorithm>

#include "kernels/cuda/attention.h"
#include "kernels/cuda/attention/prefill.h"
#include "kernels/cuda/attention/tensor_core.cuh"
#include "kernels/cuda/attention/unpack.h"
#include "kernels/cuda/dependent_launch.cuh"

namespace halftone::cuda {

namespace {

constexpr int kWarps = 4, kThreads = kWarps * 32;
constexpr int kKeys = 64;
constexpr int kPageTokens = 32;  // of the cache: a tile is two pages

using Parameters = PrefillParameters;

template <int Width>
constexpr int kStride = Width + 8;  // numbers from row to row in shared memory
template <int Width>
constexpr int kRowTiles = Width > 128 ? 1 : 2;  // of 16 queries per warp: what the registers hold
template <int Width>
constexpr int kRows = 16 * kRowTiles<Width>* kWarps;
template <int Width>
constexpr std::size_t kShared = sizeof(std::uint16_t) * (kRows<Width> + 2 * kKeys) * kStride<Width>;

// 2^x to 2 ulp, and zero for −∞: one instruction.
__device__ __forceinline__ float power_of_2(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

template <class Number, int Width, bool Plain>
__global__ void __launch_bounds__(kThreads) flash_prefill_kernel(const __grid_constant__ Parameters p) {
#if __CUDA_ARCH__ >= 800
  constexpr int kStr = kStride<Width>, kTiles = kRowTiles<Width>, kWords = Width / 8;  // words of 16 bytes in a row
  constexpr int kKeyTiles = kKeys / 8, kWidthTiles = Width / 8;
  extern __shared__ __align__(16) std::uint16_t shared[];
  std::uint16_t* const queries = shared;
  std::uint16_t* const keys = queries + kRows<Width> * kStr;
  std::uint16_t* const values = keys + kKeys * kStr;

  const int thread = static_cast<int>(threadIdx.x), warp = thread / 32, lane = thread % 32;
  const int head = static_cast<int>(blockIdx.y), kv_head = head / (p.heads / p.cache.kv_heads);
  // The last rows see the most keys: they begin first.
  const int first_row = (p.blocks_of_rows - 1 - static_cast<int>(blockIdx.x)) * kRows<Width>;

  wait_for_previous();
  let_next_start();
  const int start = *p.start;
  const int first_query = start + first_row, last_query = start + min(first_row + kRows<Width>, p.tokens) - 1;
  const int first_tile = p.policy.first_key(first_query) / kKeys, end_tile = last_query / kKeys + 1;

  // The two pages of a tile, looked up a tile ahead: the table is as far away as the keys themselves.
  struct Pages {
    const std::byte* base[2];
  };
  const int last_page = last_query / kPageTokens;
  const long long head_offset = p.cache.layer_offset + static_cast<long long>(kv_head) * kPageTokens * Width * 2;
  const auto pages_of = [&](int tile) {
    return Pages{p.cache.pages[min(2 * tile, last_page)] + head_offset, p.cache.pages[min(2 * tile + 1, last_page)] + head_offset};
  };
  const auto fetch = [&](std::uint16_t* to, int tile, const Pages& pages, long long offset) {
#pragma unroll
    for (int i = thread; i < kKeys * kWords; i += kThreads) {
      const int row = i / kWords, word = i % kWords;
      const std::byte* from = (row < kPageTokens ? pages.base[0] : pages.base[1]) + offset + row % kPageTokens * (Width * 2) + word * 16;
      copy_async(to + row * kStr + word * 8, from, tile * kKeys + row <= last_query);
    }
    commit_copies();
  };
  Pages pages = pages_of(first_tile), next_pages = pages_of(first_tile + 1);
  fetch(keys, first_tile, pages, 0);

  for (int i = thread; i < kRows<Width> * (Width / 4); i += kThreads) {
    const int r = i / (Width / 4), d = i % (Width / 4) * 4;
    float4 v{0, 0, 0, 0};
    if (first_row + r < p.tokens)
      v = *reinterpret_cast<const float4*>(p.q + (first_row + r) * p.q_token_stride + head * p.q_head_stride + d);
    *reinterpret_cast<uint2*>(queries + r * kStr + d) = {pack<Number>(v.x, v.y), pack<Number>(v.z, v.w)};
  }

  float o[kTiles][kWidthTiles][4] = {}, maximum[kTiles][2], sum[kTiles][2];
#pragma unroll
  for (int m = 0; m < kTiles; ++m) maximum[m][0] = maximum[m][1] = -INFINITY, sum[m][0] = sum[m][1] = 0;
  const float slope = p.policy.slopes ? p.policy.slopes[head] : 0.0f;
  const float scale = Plain ? p.policy.scale * kLog2E : 1.0f;  // a policy's scores come out in base 2
  const int warp_row = warp * 16 * kTiles;                     // in the block

  for (int tile = first_tile; tile < end_tile; ++tile) {
    wait_for_copies();
    __syncthreads();  // keys are here, and everybody is done with the values of the tile before
    fetch(values, tile, pages, p.cache.value_offset);

    float s[kTiles][kKeyTiles][4] = {};
#pragma unroll
    for (int k = 0; k < Width / 16; ++k) {
      std::uint32_t a[kTiles][4];
#pragma unroll
      for (int m = 0; m < kTiles; ++m) load_matrices(a[m], queries + (warp_row + 16 * m + lane % 16) * kStr + k * 16 + lane / 16 * 8);
#pragma unroll
      for (int n = 0; n < kKeyTiles; n += 2) {
        std::uint32_t b[4];
        load_matrices(b, keys + (n * 8 + lane % 8 + lane / 16 * 8) * kStr + k * 16 + lane / 8 % 2 * 8);
#pragma unroll
        for (int m = 0; m < kTiles; ++m) {
          multiply_add<Number>(s[m][n], a[m], b[0], b[1]);
          multiply_add<Number>(s[m][n + 1], a[m], b[2], b[3]);
        }
      }
    }

    // Scores to numerators. Element e of a tile of 8 keys: row e / 2 (of two, 8 apart), key 2 · (lane % 4) + e % 2.
    const bool whole = tile * kKeys + kKeys - 1 <= first_query && (p.policy.window == 0 || tile * kKeys > last_query - p.policy.window);
    if (!Plain || !whole) {
#pragma unroll
      for (int m = 0; m < kTiles; ++m) {
#pragma unroll
        for (int n = 0; n < kKeyTiles; ++n) {
#pragma unroll
          for (int e = 0; e < 4; ++e) {
            const int query = first_query + warp_row + 16 * m + lane / 4 + e / 2 * 8, key = tile * kKeys + n * 8 + lane % 4 * 2 + e % 2;
            if constexpr (!Plain) s[m][n][e] = p.policy.score(s[m][n][e], slope, query, key);
            if (!p.policy.sees(query, key)) s[m][n][e] = -INFINITY;
          }
        }
      }
    }
#pragma unroll
    for (int m = 0; m < kTiles; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        float highest = maximum[m][half];
#pragma unroll
        for (int n = 0; n < kKeyTiles; ++n) highest = fmaxf(highest, fmaxf(s[m][n][2 * half], s[m][n][2 * half + 1]));
        highest = fmaxf(highest, __shfl_xor_sync(~0u, highest, 1));
        highest = fmaxf(highest, __shfl_xor_sync(~0u, highest, 2));
        const float base = highest == -INFINITY ? 0.0f : highest * scale, rescale = power_of_2(maximum[m][half] * scale - base);
        maximum[m][half] = highest;
        float total = 0;
#pragma unroll
        for (int n = 0; n < kKeyTiles; ++n) {
#pragma unroll
          for (int e = 2 * half; e < 2 * half + 2; ++e) {
            s[m][n][e] = power_of_2(fmaf(s[m][n][e], scale, -base));
            total += s[m][n][e];
          }
        }
        sum[m][half] = fmaf(sum[m][half], rescale, total);  // of this lane's keys; lanes are added at the end
#pragma unroll
        for (int n = 0; n < kWidthTiles; ++n) o[m][n][2 * half] *= rescale, o[m][n][2 * half + 1] *= rescale;
      }
    }

    wait_for_copies();
    __syncthreads();  // values are here, and everybody is done with the keys
    if (tile + 1 < end_tile) {
      pages = next_pages;
      next_pages = pages_of(tile + 2);
      fetch(keys, tile + 1, pages, 0);
    }

#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
      std::uint32_t a[kTiles][4];
#pragma unroll
      for (int m = 0; m < kTiles; ++m) {
        a[m][0] = pack<Number>(s[m][2 * k][0], s[m][2 * k][1]);
        a[m][1] = pack<Number>(s[m][2 * k][2], s[m][2 * k][3]);
        a[m][2] = pack<Number>(s[m][2 * k + 1][0], s[m][2 * k + 1][1]);
        a[m][3] = pack<Number>(s[m][2 * k + 1][2], s[m][2 * k + 1][3]);
      }
#pragma unroll
      for (int n = 0; n < kWidthTiles; n += 2) {
        std::uint32_t b[4];
        load_matrices_transposed(b, values + (k * 16 + lane % 16) * kStr + n * 8 + lane / 16 * 8);
#pragma unroll
        for (int m = 0; m < kTiles; ++m) {
          multiply_add<Number>(o[m][n], a[m], b[0], b[1]);
          multiply_add<Number>(o[m][n + 1], a[m], b[2], b[3]);
        }
      }
    }
  }

#pragma unroll
  for (int m = 0; m < kTiles; ++m) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float total = sum[m][half];
      total += __shfl_xor_sync(~0u, total, 1);
      total += __shfl_xor_sync(~0u, total, 2);
      const float inverse = total == 0.0f ? 0.0f : 1.0f / total;
      const int row = first_row + warp_row + 16 * m + lane / 4 + 8 * half;
      if (row >= p.tokens) continue;
      float* to = p.out + row * p.out_token_stride + head * p.out_head_stride + lane % 4 * 2;
#pragma unroll
      for (int n = 0; n < kWidthTiles; ++n)
        *reinterpret_cast<float2*>(to + n * 8) = {o[m][n][2 * half] * inverse, o[m][n][2 * half + 1] * inverse};
    }
  }
#endif
}

template <class Number, int Width>
void launch_prefill(Parameters p, bool plain, const Context& context) {
  const auto kernel = plain ? flash_prefill_kernel<Number, Width, true> : flash_prefill_kernel<Number, Width, false>;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(kShared<Width>)), "flash_prefill");
  p.blocks_of_rows = (p.tokens + kRows<Width> - 1) / kRows<Width>;
  context.launch("flash_prefill", kernel, dim3(static_cast<unsigned>(p.blocks_of_rows), static_cast<unsigned>(p.heads)), dim3(kThreads),
                 kShared<Width>, p);
}

template <class Number>
void launch_width(const Parameters& p, bool plain, const Context& context) {
  switch (p.cache.head_width) {
    case 64: return launch_prefill<Number, 64>(p, plain, context);
    case 80: return launch_prefill<Number, 80>(p, plain, context);
    case 96: return launch_prefill<Number, 96>(p, plain, context);
    case 128: return launch_prefill<Number, 128>(p, plain, context);
    default: return launch_prefill<Number, 256>(p, plain, context);
  }
}

bool is_16_bit(KvFormat format) { return format == KvFormat::f16 || format == KvFormat::bf16; }

}  // namespace

bool can_flash_prefill(const AttentionArgs& args, const Context& context) {
  const std::int64_t width = args.cache.head_width;
  const bool known = width == 64 || width == 80 || width == 96 || width == 128 || width == 256;
  // A cache in floats was asked for the digits: it stays with the kernel that keeps them.
  return known && args.cache.page_tokens == kPageTokens && args.cache.format != KvFormat::f32 && context.code() >= 80 &&
         args.q.stride[0] % 4 == 0 && args.q.stride[1] % 4 == 0 && args.out.stride[0] % 2 == 0 && args.out.stride[1] % 2 == 0 &&
         args.policy.causal;
}

std::int64_t flash_prefill_scratch_bytes(const AttentionShape& shape, std::int64_t kv_heads, KvFormat format) {
  return is_16_bit(format) ? 0 : unpacked_bytes(shape.length, shape.page_tokens, kv_heads, shape.head_width);
}

void flash_prefill(const AttentionArgs& args, const std::int32_t* device_start, const Context& context) {
  const KvView cache = is_16_bit(args.cache.format)
                           ? args.cache
                           : unpack_to_bf16(args.cache, args.start + args.q.shape[0], args.cache.page_tokens, args.scratch.data(), context);
  const Parameters p{.q = args.q.data,
                     .q_token_stride = args.q.stride[0],
                     .q_head_stride = args.q.stride[1],
                     .out = args.out.data,
                     .out_token_stride = args.out.stride[0],
                     .out_head_stride = args.out.stride[1],
                     .tokens = static_cast<int>(args.q.shape[0]),
                     .heads = static_cast<int>(args.q.shape[1]),
                     .blocks_of_rows = 0,
                     .cache = KvPlace(cache),
                     .policy = ScorePolicy(args.policy),
                     .start = device_start};
  const bool plain = args.policy.soft_cap == 0.0f && args.policy.alibi_slopes.empty() && args.policy.scale > 0.0f;
  if (can_use_warpgroups(p, context)) return flash_prefill_warpgroups(p, cache.format == KvFormat::f16, plain, context);
  if (cache.format == KvFormat::f16)
    launch_width<__half>(p, plain, context);
  else
    launch_width<__nv_bfloat16>(p, plain, context);
}

}  // namespace halftone::cuda
