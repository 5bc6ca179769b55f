// flash_prefill for Hopper: products by warpgroups, which run beside the softmax.
//   S = Q Kᵀ a tile of 128 keys at a time; m ← max(m, rowmax S); P = e^(S − m); O ← e^(m_old − m) · O + P V; at the end O / l.
// Layout: a block takes 128 queries of one head, each of two warpgroups 64 of them. A third warpgroup copies keys and values into two
// places each in shared memory, in turns: K0 V0 K1 V1 …; barriers say which are full and which have been read. While tile i's scores
// are computed the values of tile i − 1 are added: the softmax of one tile hides behind the products of the other, and one
// warpgroup's softmax behind the other's products. P goes from the scores' registers into the second product's operands.
// Precision: as flash_prefill.cu. Sources: FlashAttention-3, Shah et al. 2024; FlashAttention-2, Dao 2023.
#include "kernels/cuda/attention/prefill.h"
#include "kernels/cuda/attention/warpgroup.cuh"
#include "kernels/cuda/dependent_launch.cuh"

namespace halftone::cuda {

namespace {

constexpr int kPage = 32;  // tokens
constexpr int kKeys = 128, kRows = 128;
constexpr int kConsumers = 2, kThreads = 128 * (1 + kConsumers);
constexpr int kStages = 2;
constexpr int kLag = 2;  // tiles of keys or of values that are on their way at a time
// Of 64 Ki registers: 40 for the threads that copy, the rest for those that multiply.
constexpr int kCopyRegisters = 40, kMultiplyRegisters = 232;
static_assert(128 * (kCopyRegisters + kConsumers * kMultiplyRegisters) <= 65536);

template <int Width>
struct Shared {
  static constexpr int kColumns = Width / 64;
  std::uint16_t queries[kColumns][kRows][64];
  std::uint16_t keys[kStages][kColumns][kKeys][64];
  std::uint16_t values[kStages][kColumns][kKeys][64];
  std::uint64_t full[2][kStages], empty[2][kStages];  // of keys, of values
};
constexpr std::size_t kAlignment = 1024;  // of what products read

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

__device__ __forceinline__ float power_of_2(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

// Tiles of keys and values into shared memory. A thread keeps to one word of 16 bytes of every kStep-th row.
template <int Width>
__device__ void copy_tiles(const PrefillParameters& p, Shared<Width>& shared, int kv_head, int first_tile, int end_tile, int last_key) {
  constexpr int kWords = Width / 8, kStep = 128 / kWords;
  static_assert(kPage % kStep == 0 && kStep % 8 == 0);
  const int thread = static_cast<int>(threadIdx.x) % 128, first_row = thread / kWords, word = thread % kWords;
  const int place = first_row * 64 + swizzled_word(first_row, word % 8) * 8;
  const long long offset = p.cache.layer_offset + (static_cast<long long>(kv_head) * kPage + first_row) * p.cache.row_bytes + word * 16;
  const int units = 2 * (end_tile - first_tile);
  const auto announce = [&](int u) {
    publish_to_products();
    arrive(&shared.full[u % 2][u / 2 % kStages]);
  };
  for (int u = 0; u < units; ++u) {
    const int which = u % 2, i = u / 2, stage = i % kStages, first_key = (first_tile + i) * kKeys;
    if (i >= kStages) wait_for(&shared.empty[which][stage], (i / kStages - 1) % 2);
    std::uint16_t* const to = (which ? shared.values[stage] : shared.keys[stage])[word / 8][0] + place;
#pragma unroll
    for (int page = 0; page < kKeys / kPage; ++page) {
      const std::byte* from = p.cache.pages[min(first_key / kPage + page, last_key / kPage)] + offset + (which ? p.cache.value_offset : 0);
#pragma unroll
      for (int r = 0; r < kPage; r += kStep)
        copy_async(to + (page * kPage + r) * 64, from + r * p.cache.row_bytes, first_key + page * kPage + r + first_row <= last_key);
    }
    commit_copies();
    if (u >= kLag) {
      wait_for_copies_but<kLag>();
      announce(u - kLag);
    }
  }
  wait_for_copies_but<0>();
  for (int u = max(0, units - kLag); u < units; ++u) announce(u);
}

template <class Number, int Width, bool Plain>
struct Multiplier {
  static constexpr int kKeyTiles = kKeys / 8, kWidthTiles = Width / 8;
  float s[kKeyTiles][4], o[kWidthTiles][4];
  std::uint32_t numerators[kKeys / 16][4];
  float maximum[2], sum[2], rescale[2];

  __device__ void multiply_keys(const Shared<Width>& shared, int group, int stage) {
    const std::uint64_t q = matrix_descriptor(shared.queries[0][group * 64], 0), k = matrix_descriptor(shared.keys[stage][0][0], 0);
#pragma unroll
    for (int step = 0; step < Width / 16; ++step) {
      const int within = step % 4 * 32;
      multiply_shared<Number>(s, advanced(q, step / 4 * kRows * 128 + within), advanced(k, step / 4 * kKeys * 128 + within), step > 0);
    }
    commit_products();
  }
  __device__ void multiply_values(const Shared<Width>& shared, int stage) {
    const std::uint64_t v = matrix_descriptor(shared.values[stage][0][0], kKeys * 128);
#pragma unroll
    for (int step = 0; step < kKeys / 16; ++step) multiply_registers<Number>(o, numerators[step], advanced(v, step * 16 * 128));
    commit_products();
  }

  // Scores to numerators, in place. `query`: of this thread's first row; the second stands 8 further.
  __device__ void soften(const ScorePolicy& policy, float slope, float scale, int query, int first_key, bool whole) {
    const int key = first_key + static_cast<int>(threadIdx.x) % 4 * 2;
    if constexpr (!Plain) {
#pragma unroll
      for (int n = 0; n < kKeyTiles; ++n) {
#pragma unroll
        for (int e = 0; e < 4; ++e) s[n][e] = policy.score(s[n][e], slope, query + e / 2 * 8, key + n * 8 + e % 2);
      }
    }
    if (!whole) {
#pragma unroll
      for (int n = 0; n < kKeyTiles; ++n) {
#pragma unroll
        for (int e = 0; e < 4; ++e)
          if (!policy.sees(query + e / 2 * 8, key + n * 8 + e % 2)) s[n][e] = -INFINITY;
      }
    }
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      float highest = maximum[half];
#pragma unroll
      for (int n = 0; n < kKeyTiles; ++n) highest = fmaxf(highest, fmaxf(s[n][2 * half], s[n][2 * half + 1]));
      highest = fmaxf(highest, __shfl_xor_sync(~0u, highest, 1));
      highest = fmaxf(highest, __shfl_xor_sync(~0u, highest, 2));
      const float base = highest == -INFINITY ? 0.0f : highest * scale;
      rescale[half] = power_of_2(fmaf(maximum[half], scale, -base));
      maximum[half] = highest;
      float total[2] = {0, 0};
#pragma unroll
      for (int n = 0; n < kKeyTiles; ++n) {
#pragma unroll
        for (int e = 0; e < 2; ++e) {
          float& x = s[n][2 * half + e];
          x = power_of_2(fmaf(x, scale, -base));
          total[e] += x;
        }
      }
      sum[half] = fmaf(sum[half], rescale[half], total[0] + total[1]);  // of this lane's keys; lanes are added at the end
    }
  }

  __device__ void pack_numerators() {
#pragma unroll
    for (int k = 0; k < kKeys / 16; ++k) {
      numerators[k][0] = pack<Number>(s[2 * k][0], s[2 * k][1]);
      numerators[k][1] = pack<Number>(s[2 * k][2], s[2 * k][3]);
      numerators[k][2] = pack<Number>(s[2 * k + 1][0], s[2 * k + 1][1]);
      numerators[k][3] = pack<Number>(s[2 * k + 1][2], s[2 * k + 1][3]);
    }
  }
};

template <class Number, int Width, bool Plain>
__device__ void multiply_tiles(const PrefillParameters& p, Shared<Width>& shared, int head, int first_row, int start, int first_tile,
                               int end_tile) {
  const int thread = static_cast<int>(threadIdx.x) % 128, group = static_cast<int>(threadIdx.x) / 128 - 1, warp = thread / 32,
            lane = thread % 32;
  constexpr int kWords = Width / 8;
  for (int i = thread; i < 64 * kWords; i += 128) {
    const int r = group * 64 + i / kWords, word = i % kWords;
    float4 a{0, 0, 0, 0}, b{0, 0, 0, 0};
    if (first_row + r < p.tokens) {
      const auto* from = reinterpret_cast<const float4*>(p.q + (first_row + r) * p.q_token_stride + head * p.q_head_stride) + 2 * word;
      a = from[0], b = from[1];
    }
    *reinterpret_cast<uint4*>(shared.queries[word / 8][r] + swizzled_word(r, word % 8) * 8) = {
        pack<Number>(a.x, a.y), pack<Number>(a.z, a.w), pack<Number>(b.x, b.y), pack<Number>(b.z, b.w)};
  }
  publish_to_products();
  asm volatile("bar.sync %0, 128;" ::"r"(1 + group) : "memory");

  Multiplier<Number, Width, Plain> m;
#pragma unroll
  for (int n = 0; n < Width / 8; ++n) m.o[n][0] = m.o[n][1] = m.o[n][2] = m.o[n][3] = 0;
  m.maximum[0] = m.maximum[1] = -INFINITY;
  m.sum[0] = m.sum[1] = 0;

  const float slope = p.policy.slopes ? p.policy.slopes[head] : 0.0f, scale = Plain ? p.policy.scale * kLog2E : 1.0f;
  const int first_query = start + first_row + group * 64, query = first_query + warp * 16 + lane / 4;
  const auto soften = [&](int tile) {
    const bool whole =
        tile * kKeys + kKeys - 1 <= first_query && (p.policy.window == 0 || tile * kKeys > first_query + 63 - p.policy.window);
    m.soften(p.policy, slope, scale, query, tile * kKeys, whole);
  };
  const auto release = [&](std::uint64_t* barrier) {
    if (lane == 0) arrive(barrier);
  };

  wait_for(&shared.full[0][0], 0);
  pin(m.s);
  fence_products();
  m.multiply_keys(shared, group, 0);
  wait_for_products<0>();
  pin(m.s);
  release(&shared.empty[0][0]);
  soften(first_tile);
  m.pack_numerators();

  const int tiles = end_tile - first_tile;
  for (int i = 1; i < tiles; ++i) {
    const int stage = i % kStages, before = (i - 1) % kStages;
    wait_for(&shared.full[0][stage], i / kStages % 2);
    pin(m.s), pin(m.o);
    fence_products();
    m.multiply_keys(shared, group, stage);
    wait_for(&shared.full[1][before], (i - 1) / kStages % 2);
    m.multiply_values(shared, before);
    wait_for_products<1>();
    pin(m.s);
    release(&shared.empty[0][stage]);
    soften(first_tile + i);
    wait_for_products<0>();
    pin(m.o), pin(m.s);
    release(&shared.empty[1][before]);
#pragma unroll
    for (int n = 0; n < Width / 8; ++n) {
#pragma unroll
      for (int e = 0; e < 4; ++e) m.o[n][e] *= m.rescale[e / 2];
    }
    m.pack_numerators();
  }
  wait_for(&shared.full[1][(tiles - 1) % kStages], (tiles - 1) / kStages % 2);
  pin(m.o);
  fence_products();
  m.multiply_values(shared, (tiles - 1) % kStages);
  wait_for_products<0>();
  pin(m.o);

#pragma unroll
  for (int half = 0; half < 2; ++half) {
    float total = m.sum[half];
    total += __shfl_xor_sync(~0u, total, 1);
    total += __shfl_xor_sync(~0u, total, 2);
    const float inverse = total == 0.0f ? 0.0f : 1.0f / total;
    const int row = first_row + group * 64 + warp * 16 + lane / 4 + 8 * half;
    if (row >= p.tokens) continue;
    float* to = p.out + row * p.out_token_stride + head * p.out_head_stride + lane % 4 * 2;
#pragma unroll
    for (int n = 0; n < Width / 8; ++n)
      *reinterpret_cast<float2*>(to + n * 8) = {m.o[n][2 * half] * inverse, m.o[n][2 * half + 1] * inverse};
  }
}

#endif

template <class Number, int Width, bool Plain>
__global__ void __launch_bounds__(kThreads, 1) flash_prefill_warpgroups_kernel(const __grid_constant__ PrefillParameters p) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  extern __shared__ std::byte memory[];
  auto& shared = *reinterpret_cast<Shared<Width>*>(memory + (kAlignment - shared_address(memory) % kAlignment) % kAlignment);
  const int head = static_cast<int>(blockIdx.x), kv_head = head / (p.heads / p.cache.kv_heads);
  // The last rows see the most keys: they begin first.
  const int first_row = (p.blocks_of_rows - 1 - static_cast<int>(blockIdx.y)) * kRows;
  if (threadIdx.x == 0) {
    for (int which = 0; which < 2; ++which) {
      for (int stage = 0; stage < kStages; ++stage) {
        start_barrier(&shared.full[which][stage], 128);
        start_barrier(&shared.empty[which][stage], 4 * kConsumers);  // a warp each
      }
    }
  }
  __syncthreads();
  wait_for_previous();
  let_next_start();
  const int start = *p.start, last_key = start + min(first_row + kRows, p.tokens) - 1;
  const int first_tile = p.policy.first_key(start + first_row) / kKeys, end_tile = last_key / kKeys + 1;
  if (threadIdx.x < 128) {
    give_registers_back<kCopyRegisters>();
    copy_tiles<Width>(p, shared, kv_head, first_tile, end_tile, last_key);
  } else {
    take_registers<kMultiplyRegisters>();
    multiply_tiles<Number, Width, Plain>(p, shared, head, first_row, start, first_tile, end_tile);
  }
#endif
}

template <class Number, int Width>
void launch(PrefillParameters p, bool plain, const Context& context) {
  const auto kernel = plain ? flash_prefill_warpgroups_kernel<Number, Width, true> : flash_prefill_warpgroups_kernel<Number, Width, false>;
  constexpr std::size_t kShared = sizeof(Shared<Width>) + kAlignment;
  check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(kShared)), "flash_prefill");
  p.blocks_of_rows = (p.tokens + kRows - 1) / kRows;
  context.launch("flash_prefill", kernel, dim3(static_cast<unsigned>(p.heads), static_cast<unsigned>(p.blocks_of_rows)), dim3(kThreads),
                 kShared, p);
}

}  // namespace

bool can_use_warpgroups([[maybe_unused]] const PrefillParameters& p, [[maybe_unused]] const Context& context) {
#if defined(HALFTONE_SM_90A)
  return context.code() == 90 && p.cache.page_tokens == kPage && (p.cache.head_width == 64 || p.cache.head_width == 128);
#else
  return false;
#endif
}

void flash_prefill_warpgroups(PrefillParameters p, bool half, bool plain, const Context& context) {
  if (p.cache.head_width == 64)
    half ? launch<__half, 64>(p, plain, context) : launch<__nv_bfloat16, 64>(p, plain, context);
  else
    half ? launch<__half, 128>(p, plain, context) : launch<__nv_bfloat16, 128>(p, plain, context);
}

}  // namespace halftone::cuda
