// What is done to a score before the softmax: cap, ALiBi, mask. Scores come out in base 2, for exp2.
#pragma once

#include <cmath>

#include "kernels/ops/attention.h"

namespace halftone::cuda {

constexpr float kLog2E = 1.44269504088896340736f;

struct ScorePolicy {
  float scale, soft_cap;
  int window;  // 0: all
  bool causal;
  const float* slopes;  // H, or null

  explicit ScorePolicy(const AttentionPolicy& p)
      : scale(p.scale),
        soft_cap(p.soft_cap),
        window(static_cast<int>(p.window)),
        causal(p.causal),
        slopes(p.alibi_slopes.empty() ? nullptr : p.alibi_slopes.data()) {}

  __device__ bool sees(int query, int key) const { return (!causal || key <= query) && (window == 0 || key > query - window); }
  __device__ int first_key(int query) const { return window == 0 ? 0 : max(0, query - window + 1); }

  // `dot`: q·k, not yet scaled; `slope`: of the query's head.
  __device__ float score(float dot, float slope, int query, int key) const {
    float s = dot * scale;
    if (soft_cap != 0.0f) s = soft_cap * tanhf(s / soft_cap);
    return fmaf(slope, static_cast<float>(key - query), s) * kLog2E;
  }
};

}  // namespace halftone::cuda
