#include "kernels/ops/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

namespace halftone::reference {

std::int32_t sample(const SampleArgs& args) { return distribution(args).draw(args.uniform); }

Distribution distribution(const SampleArgs& args) {
  const auto vocabulary = static_cast<std::int32_t>(args.logits.shape[0]);
  if (args.repeat_penalty != 1) {
    for (const std::int32_t id : std::set<std::int32_t>(args.history.begin(), args.history.end())) {
      if (id < 0 || id >= vocabulary) continue;
      float& logit = args.logits(id);
      logit = logit > 0 ? logit / args.repeat_penalty : logit * args.repeat_penalty;
    }
  }
  bool any_finite = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    float& logit = args.logits(id);
    if (std::isnan(logit)) logit = -std::numeric_limits<float>::infinity();
    any_finite = any_finite || std::isfinite(logit);
  }
  if (!any_finite) return {};

  // Best first; of equals the smallest id.
  std::vector<std::int32_t> order(vocabulary);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return args.logits(a) > args.logits(b); });
  if (args.temperature <= 0) return {{order[0]}, {kFullWeight}, kFullWeight};

  // Weights e^((logit − largest) / temperature): the best has 1. A logit of +∞ leaves only its equals.
  const float largest = args.logits(order[0]);
  std::vector<double> weight(vocabulary);
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    const float logit = args.logits(id);
    weight[id] = logit == largest ? 1.0 : std::exp((static_cast<double>(logit) - largest) / args.temperature);
  }

  std::int32_t kept = vocabulary;
  if (args.top_k > 0) kept = static_cast<std::int32_t>(std::min<std::int64_t>(args.top_k, kept));
  if (args.top_p < 1) {  // the shortest head that holds top_p of what top-k has left; never less than one token
    double total = 0, head = 0;
    for (std::int32_t i = 0; i < kept; ++i) total += weight[order[i]];
    std::int32_t count = 0;
    while (count < kept && (count == 0 || head < args.top_p * total)) head += weight[order[count++]];
    kept = count;
  }
  while (kept > 1 && weight[order[kept - 1]] < std::min(args.min_p, 1.0f)) --kept;

  Distribution tokens;
  std::sort(order.begin(), order.begin() + kept);
  for (std::int32_t i = 0; i < kept; ++i) {
    const auto share = static_cast<std::uint64_t>(std::llround(weight[order[i]] * static_cast<double>(kFullWeight)));
    if (share == 0) continue;
    tokens.ids.push_back(order[i]);
    tokens.weights.push_back(share);
    tokens.total += share;
  }
  return tokens;
}

}  // namespace halftone::reference
