// Attention of one token over pages of the cache, by tensor cores: 16 tokens of a page are the rows of a product. Columns 0 to 3 are up to
// four query heads that share the page, columns 4 to 7 the same heads' second halves: what rounding q, and later the probabilities, to
// 16 bits left over. So both count as floats, for nothing.
//   scores  S (tokens × heads) = K · qᵀ      K from shared memory as it lies
//   output  Oᵀ (Dh × heads)   = Vᵀ · P       P transposed in registers (movmatrix), V by pairs of tokens
// Lane = 4g + t. Softmax: kernels/ops/softmax_state.h, in base 2.
#pragma once

#include "kernels/cuda/attention/policy.cuh"
#include "kernels/cuda/token/page_row.cuh"
#if defined(__CUDACC__)
#include "kernels/cuda/attention/tensor_core.cuh"
#endif

namespace halftone::cuda::token {

constexpr float kFarBelow = -1e30f;  // a score of what is not seen; infinities would make NaN of each other

struct ScoreRule {  // of a lane's two heads
  float scale, soft_cap, slope[2];
  int position, first_key;  // keys from there to the position are seen
};

__device__ __forceinline__ std::uint32_t word_of(const uint4& v, int i) { return i == 0 ? v.x : i == 1 ? v.y : i == 2 ? v.z : v.w; }

// Row: page_row.cuh. Queries are in its order of queries, what is added up in that of its numbers.
template <class Row>
struct PageAttention {
  using Number = typename Row::Half;
  static constexpr int Width = Row::kWidth;
  static constexpr int kValues = part_of(Width);  // of a head, added up here
  float maximum[2] = {kFarBelow, kFarBelow}, sum[2] = {};
  float o[kValues / 16][4] = {};  // tile 4c + w: row g is number 8 · value_octet(c, g) + 2w of the head, row g + 8 the next one

  // 16 tokens, the first of them `first`, of which numbers from `part` on are added up; `q`: the columns in shared memory, a row of Width
  // numbers each.
  __device__ __forceinline__ void add(std::uint32_t keys, std::uint32_t values, int part, std::uint32_t q, int first, const ScoreRule& rule) {
    const int lane = place().lane, g = lane / 4, t = lane % 4;
    float even[4] = {}, odd[4] = {};
    const typename Row::Keys of_token(keys + g * Row::kBytes, Row::key_octet(0, t)),
        of_token_8(keys + (g + 8) * Row::kBytes, Row::key_octet(0, t));
#pragma unroll
    for (int k = 0; k < Width / 32; ++k) {
      const uint4 a = of_token.eight(k), b = of_token_8.eight(k);
      const uint4 v = read_16(q + (g * Width + (4 * k + t) * 8) * 2);
      const std::uint32_t one[4] = {a.x, b.x, a.y, b.y}, two[4] = {a.z, b.z, a.w, b.w};
      cuda::multiply_add<Number>(even, one, v.x, v.y);
      cuda::multiply_add<Number>(odd, two, v.z, v.w);
    }
    // Element c + 2r: head 2(t % 2) + c of token g + 8r; lanes t and t + 2 hold its two halves and go on with the same number.
    float score[4];
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float half = even[i] + odd[i];
      float s = (half + __shfl_xor_sync(~0u, half, 2)) * rule.scale;
      if (rule.soft_cap != 0.0f) s = rule.soft_cap * tanhf(s / rule.soft_cap);
      const int token = first + g + i / 2 * 8;
      s = fmaf(rule.slope[i % 2], static_cast<float>(token - rule.position), s) * kLog2E;
      score[i] = token >= rule.first_key && token <= rule.position ? s : kFarBelow;
    }
    float rescale[2];
#pragma unroll
    for (int c = 0; c < 2; ++c) {
      float high = fmaxf(score[c], score[c + 2]);
#pragma unroll
      for (int d = 4; d < 32; d *= 2) high = fmaxf(high, __shfl_xor_sync(~0u, high, d));
      high = fmaxf(high, maximum[c]);
      rescale[c] = exp2f(maximum[c] - high);
      maximum[c] = high;
#pragma unroll
      for (int i = c; i < 4; i += 2) score[i] = score[i] > 0.1f * kFarBelow ? exp2f(score[i] - high) : 0.0f;
      sum[c] = fmaf(sum[c], rescale[c], score[c] + score[c + 2]);
    }
    if (__any_sync(~0u, rescale[0] != 1.0f || rescale[1] != 1.0f)) {
#pragma unroll
      for (int j = 0; j < kValues / 16; ++j) {
        o[j][0] *= rescale[0], o[j][1] *= rescale[1], o[j][2] *= rescale[0], o[j][3] *= rescale[1];
      }
    }
    if (t >= 2) {
#pragma unroll
      for (int i = 0; i < 4; ++i) score[i] -= to_16_and_back<Number>(score[i]);
    }
    const std::uint32_t p0 = transpose(cuda::pack<Number>(score[0], score[1])), p1 = transpose(cuda::pack<Number>(score[2], score[3]));
    const auto of = [&](int token) { return typename Row::Values(values + token * Row::kBytes, part / 8 + Row::value_octet(0, g)); };
    const typename Row::Values even_token = of(2 * t), odd_token = of(2 * t + 1), even_token_8 = of(2 * t + 8), odd_token_8 = of(2 * t + 9);
#pragma unroll
    for (int c = 0; c < kValues / 64; ++c) {
      const uint4 v0 = even_token.eight(c), v1 = odd_token.eight(c), v2 = even_token_8.eight(c), v3 = odd_token_8.eight(c);
#pragma unroll
      for (int w = 0; w < 4; ++w) {
        const std::uint32_t x0 = word_of(v0, w), x1 = word_of(v1, w), x2 = word_of(v2, w), x3 = word_of(v3, w);
        const std::uint32_t a[4] = {__byte_perm(x0, x1, 0x5410), __byte_perm(x0, x1, 0x7632), __byte_perm(x2, x3, 0x5410),
                                    __byte_perm(x2, x3, 0x7632)};
        cuda::multiply_add<Number>(o[4 * c + w], a, p0, p1);
      }
    }
  }

  // The warp's state: outputs [head][kValues], and (maximum, sum) of each of `heads`.
  __device__ __forceinline__ void store(float* outputs, float2* states, int heads) {
    const int lane = place().lane, g = lane / 4, t = lane % 4;
#pragma unroll
    for (int c = 0; c < 2; ++c) {
      float l = sum[c];
#pragma unroll
      for (int d = 4; d < 32; d *= 2) l += __shfl_xor_sync(~0u, l, d);
      const int head = 2 * t + c;
      if (g == 0 && head < heads) states[head] = {maximum[c], l};
    }
    // Four tiles side by side are eight numbers of a head in a row.
#pragma unroll
    for (int c = 0; c < kValues / 64; ++c) {
#pragma unroll
      for (int h = 0; h < 2; ++h) {
        float v[8];
#pragma unroll
        for (int i = 0; i < 8; ++i) {
          const float half = o[4 * c + i / 2][h + i % 2 * 2];
          v[i] = half + __shfl_xor_sync(~0u, half, 2);
        }
        const int head = 2 * t + h;
        if (head >= heads) continue;
        auto* to = reinterpret_cast<float4*>(outputs + head * kValues + 8 * Row::value_octet(c, g));
        to[0] = {v[0], v[1], v[2], v[3]}, to[1] = {v[4], v[5], v[6], v[7]};
      }
    }
  }
};

}  // namespace halftone::cuda::token
