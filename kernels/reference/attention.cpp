#include "kernels/ops/attention.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace halftone::reference {
namespace {

struct Cache {
  std::vector<float> keys, values;  // (S, Hkv, Dh), as decoded: still rotated where the format rotates
};

Cache decode(const KvView& view) {
  const std::int64_t width = view.head_width;
  Cache cache{std::vector<float>(view.length * view.kv_heads * width), std::vector<float>(view.length * view.kv_heads * width)};
  for (std::int64_t j = 0; j < view.length; ++j) {
    for (std::int64_t g = 0; g < view.kv_heads; ++g) {
      float* key = &cache.keys[(j * view.kv_heads + g) * width];
      float* value = &cache.values[(j * view.kv_heads + g) * width];
      info(view.format).decode(view.key(j, g), key, width);
      info(view.format).decode(view.value(j, g), value, width);
      if (info(view.format).rotated) hadamard(key, width), hadamard(value, width);  // back to plain numbers
    }
  }
  return cache;
}

bool visible(const AttentionPolicy& policy, std::int64_t query, std::int64_t key) {
  if (policy.causal && key > query) return false;
  return policy.window == 0 || key > query - policy.window;
}

}  // namespace

void attention(const AttentionArgs& args) {
  const AttentionPolicy& policy = args.policy;
  const std::int64_t tokens = args.q.shape[0], heads = args.q.shape[1], width = args.q.shape[2];
  const std::int64_t length = args.cache.length, kv_heads = args.cache.kv_heads;
  assert(heads % kv_heads == 0 && width == args.cache.head_width && length >= args.start + tokens);
  const Cache cache = decode(args.cache);
  std::vector<double> weight(length);

  for (std::int64_t t = 0; t < tokens; ++t) {
    for (std::int64_t h = 0; h < heads; ++h) {
      const std::int64_t g = h / (heads / kv_heads), position = args.start + t;
      double largest = -std::numeric_limits<double>::infinity();
      for (std::int64_t j = 0; j < length; ++j) {
        double score = 0;
        for (std::int64_t d = 0; d < width; ++d) score += static_cast<double>(args.q(t, h, d)) * cache.keys[(j * kv_heads + g) * width + d];
        score *= policy.scale;
        if (policy.soft_cap > 0) score = policy.soft_cap * std::tanh(score / policy.soft_cap);
        if (!policy.alibi_slopes.empty()) score += policy.alibi_slopes[h] * static_cast<double>(j - position);
        weight[j] = visible(policy, position, j) ? score : -std::numeric_limits<double>::infinity();
        largest = std::max(largest, weight[j]);
      }
      double sum = 0;
      for (double& w : weight) {
        w = std::isinf(w) && w < 0 ? 0 : std::exp(w - largest);  // a row that sees nothing: zeros
        sum += w;
      }
      for (std::int64_t d = 0; d < width; ++d) {
        double value = 0;
        for (std::int64_t j = 0; j < length; ++j) {
          if (weight[j] != 0) value += weight[j] * cache.values[(j * kv_heads + g) * width + d];
        }
        args.out(t, h, d) = static_cast<float>(sum != 0 ? value / sum : 0);
      }
      if (args.probabilities.data && h == args.probabilities_head) {
        for (std::int64_t j = 0; j < length; ++j) args.probabilities(t, j) = static_cast<float>(sum != 0 ? weight[j] / sum : 0);
      }
    }
  }
}

}  // namespace halftone::reference
