// The cases of attention, for every device: groupings, head widths, masks, and numbers of tokens on both sides of every tile.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/ops/attention.h"
#include "tests/kernels/random_numbers.h"

namespace halftone::attention_cases {

struct Options {
  bool causal = true;
  std::int64_t window = 0;
  float soft_cap = 0;
  bool alibi = false;
  float spike = 1;  // one dimension of q and k is this much larger
};

struct Case {
  const char* name;
  std::int64_t tokens, start, heads, kv_heads, width, page;
  Options options = {};
};

constexpr Case kCases[] = {
    {"one token, MHA", 1, 0, 2, 2, 64, 64},
    {"63 tokens, GQA", 63, 0, 4, 2, 64, 64},
    {"64 tokens, MQA", 64, 0, 3, 1, 64, 64},
    {"65 tokens, GQA", 65, 0, 4, 2, 64, 64},
    {"1000 keys", 200, 800, 2, 1, 32, 64},
    {"decode at 1000", 1, 999, 8, 1, 64, 64},
    {"decode at 1024", 1, 1024, 4, 2, 128, 64},
    {"decode at 511", 1, 511, 2, 2, 64, 64},
    {"chunk after 500", 30, 500, 4, 2, 64, 64},
    {"width 32", 65, 3, 2, 1, 32, 64},
    {"width 48", 65, 3, 2, 1, 48, 64},
    {"width 80", 65, 3, 2, 2, 80, 64},
    {"width 96", 65, 3, 2, 1, 96, 64},
    {"width 128", 65, 3, 2, 1, 128, 64},
    {"width 256", 65, 3, 2, 1, 256, 64},
    {"width 20", 65, 3, 2, 1, 20, 64},
    {"window 64", 200, 0, 2, 1, 64, 64, {.window = 64}},
    {"window 1", 70, 0, 2, 1, 64, 64, {.window = 1}},
    {"window 100, late", 3, 800, 2, 1, 64, 64, {.window = 100}},
    {"window, not causal", 70, 0, 2, 1, 64, 64, {.causal = false, .window = 10}},
    {"not causal", 65, 0, 2, 1, 64, 64, {.causal = false}},
    {"not causal, cache longer", 5, 0, 2, 1, 64, 16, {.causal = false}},
    {"soft cap", 130, 0, 2, 1, 64, 64, {.soft_cap = 2.0f}},
    {"ALiBi", 130, 70, 6, 6, 64, 64, {.alibi = true}},
    {"ALiBi, cap and window", 130, 0, 6, 3, 64, 64, {.window = 33, .soft_cap = 5.0f, .alibi = true}},
    {"spikes", 130, 0, 2, 1, 64, 64, {.spike = 100}},
    {"spikes, decode", 1, 700, 2, 1, 64, 64, {.spike = 100}},
    {"pages of 16", 130, 0, 2, 1, 64, 16},
    {"pages of 24", 130, 0, 2, 1, 64, 24},
    {"group of 71", 3, 10, 71, 1, 64, 64},
    {"group of 7", 9, 600, 14, 2, 64, 64},
    // Both sides of what the GPU takes by warps (16 tokens) and by tensor cores (tiles of 64 and 128), in pages as the engine has them.
    {"1 token, nothing before", 1, 0, 4, 2, 64, 32},
    {"1 token at 31", 1, 31, 4, 1, 128, 32},
    {"1 token at 32", 1, 32, 4, 1, 128, 32},
    {"1 token at 1000, group of 4", 1, 1000, 8, 2, 128, 32},
    {"1 token at 3000, group of 12", 1, 3000, 12, 1, 128, 32},
    {"1 token at 700, no groups", 1, 700, 3, 3, 80, 32},
    {"1 token at 500, group of 7", 1, 500, 14, 2, 64, 32},
    {"1 token at 500, width 96", 1, 500, 6, 2, 96, 32},
    {"1 token at 500, width 256", 1, 500, 4, 2, 256, 32},
    {"1 token at 500, width 48", 1, 500, 2, 1, 48, 32},
    {"1 token at 500, width 20", 1, 500, 2, 1, 20, 32},
    {"1 token, window 100", 1, 2000, 4, 2, 128, 32, {.window = 100}},
    {"1 token, window 1", 1, 95, 4, 2, 64, 32, {.window = 1}},
    {"1 token, cap", 1, 300, 4, 2, 128, 32, {.soft_cap = 2.0f}},
    {"1 token, ALiBi", 1, 300, 6, 6, 64, 32, {.alibi = true}},
    {"1 token, spikes", 1, 700, 2, 1, 64, 32, {.spike = 100}},
    {"2 tokens", 2, 63, 4, 2, 128, 32},
    {"7 tokens", 7, 130, 4, 2, 64, 32},
    {"16 tokens", 16, 500, 8, 2, 128, 32},
    {"17 tokens", 17, 0, 4, 2, 128, 32},
    {"63 tokens", 63, 0, 2, 1, 64, 32},
    {"64 tokens", 64, 0, 2, 1, 128, 32},
    {"65 tokens", 65, 1, 4, 2, 128, 32},
    {"127 tokens", 127, 64, 2, 1, 128, 32},
    {"128 tokens", 128, 128, 2, 1, 128, 32},
    {"129 tokens", 129, 127, 2, 1, 128, 32},
    {"300 tokens", 300, 0, 4, 1, 128, 32},
    {"300 tokens after 77", 300, 77, 4, 2, 128, 32},
    {"width 64", 150, 33, 3, 3, 64, 32},
    {"width 80, page of 32", 150, 33, 2, 1, 80, 32},
    {"width 96, page of 32", 150, 33, 2, 1, 96, 32},
    {"width 256, page of 32", 150, 33, 2, 1, 256, 32},
    {"width 48, page of 32", 40, 33, 2, 1, 48, 32},
    {"window 64, page of 32", 300, 0, 2, 1, 128, 32, {.window = 64}},
    {"window 1, page of 32", 70, 0, 2, 1, 64, 32, {.window = 1}},
    {"window 100, late, page of 32", 150, 800, 2, 1, 128, 32, {.window = 100}},
    {"cap", 300, 0, 2, 1, 128, 32, {.soft_cap = 2.0f}},
    {"ALiBi, page of 32", 150, 70, 6, 6, 64, 32, {.alibi = true}},
    {"ALiBi, cap and window, page of 32", 200, 20, 4, 2, 128, 32, {.window = 33, .soft_cap = 5.0f, .alibi = true}},
    {"spikes, page of 32", 130, 0, 2, 1, 128, 32, {.spike = 30}},
    {"pages of 64", 200, 100, 4, 2, 128, 64},
    {"group of 12", 140, 10, 12, 1, 128, 32},
};

struct Inputs {
  std::vector<float> q, keys, values, slopes;
  AttentionPolicy policy;
  std::int64_t length;
};

inline Inputs make_inputs(const Case& c) {
  Inputs in;
  in.length = c.start + c.tokens + (c.options.causal ? 0 : 20);
  in.q = random_numbers(c.tokens * c.heads * c.width, 1);
  in.keys = random_numbers(in.length * c.kv_heads * c.width, 2);
  in.values = random_numbers(in.length * c.kv_heads * c.width, 3);
  for (std::size_t i = 5; i < in.q.size(); i += static_cast<std::size_t>(c.width)) in.q[i] *= std::sqrt(c.options.spike);
  for (std::size_t i = 5; i < in.keys.size(); i += static_cast<std::size_t>(c.width)) in.keys[i] *= c.options.spike;
  if (c.options.alibi) {
    in.slopes.resize(static_cast<std::size_t>(c.heads));
    alibi_slopes(in.slopes);
  }
  in.policy = {1 / std::sqrt(static_cast<float>(c.width)), c.options.causal, c.options.window, c.options.soft_cap, in.slopes};
  return in;
}

inline double largest_norm(const std::vector<float>& rows, std::int64_t width) {
  double largest = 0;
  for (std::size_t i = 0; i < rows.size(); i += static_cast<std::size_t>(width)) {
    double square = 0;
    for (std::size_t d = 0; d < static_cast<std::size_t>(width); ++d) square += static_cast<double>(rows[i + d]) * rows[i + d];
    largest = std::max(largest, square);
  }
  return std::sqrt(largest);
}

// Float against double over the same cache. A dot product of Dh terms is off by at most (Dh + 1)·ε·‖q‖‖k‖, the rotations by log₂ Dh
// roundings of the same; policy steps by `roundings` of the score's size. A score error δ moves the mean by at most 2δ·max‖v‖;
// exponentials (2 ulp) and the sums over S keys add (S + 16)·ε. Stored rows may be 10 % longer than the plain ones (int4).
inline double float_tolerance(const Case& c, const Inputs& in, int roundings) {
  const double width = static_cast<double>(c.width);
  double score = largest_norm(in.q, c.width) * 1.1 * largest_norm(in.keys, c.width) * in.policy.scale;
  double error = (width + 2 * std::log2(width) + roundings) * 0x1p-24 * score;
  if (c.options.alibi) error += 4 * 0x1p-24 * (score + static_cast<double>(in.length));
  return 1.1 * largest_norm(in.values, c.width) * (2 * error + (static_cast<double>(in.length) + 16 + 2 * width) * 0x1p-24);
}

}  // namespace halftone::attention_cases
