#include "kernels/ops/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

namespace halftone::reference {

std::int32_t sample(const SampleArgs& args) {
  const auto vocabulary = static_cast<std::int32_t>(args.logits.shape[0]);
  bool any_finite = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    float& logit = args.logits(id);
    if (std::isnan(logit)) logit = -std::numeric_limits<float>::infinity();
    any_finite = any_finite || std::isfinite(logit);
  }
  if (!any_finite) return -1;

  for (const std::int32_t id : std::set<std::int32_t>(args.history.begin(), args.history.end())) {
    if (id < 0 || id >= vocabulary) continue;
    float& logit = args.logits(id);
    logit = logit > 0 ? logit / args.repeat_penalty : logit * args.repeat_penalty;
  }

  // Best first; of equals the smallest id.
  std::vector<std::int32_t> order(vocabulary);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return args.logits(a) > args.logits(b); });
  if (args.temperature <= 0) return order[0];

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
  while (kept > 1 && weight[order[kept - 1]] < args.min_p) --kept;

  // The draw goes through the kept tokens by id.
  std::vector<std::int32_t> candidates(order.begin(), order.begin() + kept);
  std::sort(candidates.begin(), candidates.end());
  double total = 0;
  for (const std::int32_t id : candidates) total += weight[id];
  double left = args.uniform * total;
  std::int32_t drawn = candidates.front();
  for (const std::int32_t id : candidates) {
    if (weight[id] > 0) drawn = id;
    left -= weight[id];
    if (left < 0) break;
  }
  return drawn;
}

}  // namespace halftone::reference
