// sample: see ops/sample.h. Everything is linear in V: what top-k and top-p keep is a cut in the order (logit, id), found by partial
// selection; the draw goes through the kept tokens by id, so nothing need be sorted for it. Weights in double.
#include "kernels/ops/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace halftone::cpu {
namespace {

struct Candidate {
  float logit;
  std::int32_t id;
};

// Best first; of equals the smallest id.
bool better(const Candidate& a, const Candidate& b) { return a.logit != b.logit ? a.logit > b.logit : a.id < b.id; }

void penalise(const SampleArgs& args) {
  if (args.repeat_penalty == 1) return;
  std::vector<std::int32_t> seen(args.history.begin(), args.history.end());
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  for (const std::int32_t id : seen) {
    if (id < 0 || id >= args.logits.shape[0]) continue;
    float& logit = args.logits.data[id];
    logit = logit > 0 ? logit / args.repeat_penalty : logit * args.repeat_penalty;
  }
}

// e^((logit − largest) / temperature): the best has 1. A logit of +∞ leaves only its equals.
struct Weight {
  float largest;
  double temperature;
  double operator()(float logit) const {
    if (logit == largest) return 1.0;
    return std::exp((static_cast<double>(logit) - largest) / temperature);
  }
};

// Keeps the shortest head, best first, that holds `share` of all weight, and at least one.
void keep_share(std::vector<Candidate>& candidates, double share, const Weight& weight) {
  double total = 0;
  for (const Candidate& c : candidates) total += weight(c.logit);
  double head = 0;
  std::size_t kept = 0;
  // The head is sorted in pieces that grow: it is short for all but nearly flat distributions.
  for (std::size_t sorted = 0, piece = 256; sorted < candidates.size(); piece *= 4) {
    const std::size_t end = std::min(candidates.size(), sorted + piece);
    const auto from = candidates.begin() + static_cast<std::ptrdiff_t>(sorted), to = candidates.begin() + static_cast<std::ptrdiff_t>(end);
    if (to != candidates.end()) std::nth_element(from, to, candidates.end(), better);
    std::sort(from, to, better);
    for (; kept < end; ++kept) {
      if (kept > 0 && head >= share * total) {
        candidates.resize(kept);
        return;
      }
      head += weight(candidates[kept].logit);
    }
    sorted = end;
  }
}

}  // namespace

std::int32_t sample(const SampleArgs& args) {
  float* logits = args.logits.data;
  const auto vocabulary = static_cast<std::int32_t>(args.logits.shape[0]);
  bool any_finite = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    if (std::isnan(logits[id])) logits[id] = -std::numeric_limits<float>::infinity();
    any_finite |= std::isfinite(logits[id]);
  }
  if (!any_finite) return -1;
  penalise(args);
  const auto best = static_cast<std::int32_t>(std::max_element(logits, logits + vocabulary) - logits);
  if (args.temperature <= 0) return best;

  const Weight weight{logits[best], args.temperature};
  std::vector<Candidate> candidates;
  candidates.reserve(vocabulary);
  for (std::int32_t id = 0; id < vocabulary; ++id) candidates.push_back({logits[id], id});
  if (args.top_k > 0 && args.top_k < vocabulary) {
    std::nth_element(candidates.begin(), candidates.begin() + (args.top_k - 1), candidates.end(), better);
    candidates.resize(static_cast<std::size_t>(args.top_k));
  }
  if (args.top_p < 1) keep_share(candidates, args.top_p, weight);
  if (args.min_p > 0) std::erase_if(candidates, [&](const Candidate& c) { return c.id != best && weight(c.logit) < args.min_p; });

  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.id < b.id; });
  std::vector<double> weights(candidates.size());
  double total = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) total += weights[i] = weight(candidates[i].logit);
  double left = args.uniform * total;
  std::int32_t drawn = candidates.front().id;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (weights[i] > 0) drawn = candidates[i].id;
    left -= weights[i];
    if (left < 0) break;
  }
  return drawn;
}

}  // namespace halftone::cpu
