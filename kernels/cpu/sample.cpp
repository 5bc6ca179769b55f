// sample: see ops/sample.h. Linear in V: what top-k and top-p keep is a cut in the order (logit, id), found by partial
// selection; the draw goes through the kept tokens by id, so only they are ever sorted.
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

// e^((logit − largest) / temperature): the best has 1. A logit of +∞ leaves only its equals. Weights in float, their sums in double.
struct Weight {
  float largest;
  double temperature;
  double operator()(float logit) const {
    if (logit == largest) return 1.0;
    return std::exp(static_cast<float>((static_cast<double>(logit) - largest) / temperature));
  }
};

std::vector<Candidate> all_candidates(const float* logits, std::int32_t vocabulary) {
  std::vector<Candidate> candidates(static_cast<std::size_t>(vocabulary));
  for (std::int32_t id = 0; id < vocabulary; ++id) candidates[static_cast<std::size_t>(id)] = {logits[id], id};
  return candidates;
}

// The k best, in no order. A short list of the best so far shrinks whenever it is full; after a few times hardly a logit passes.
std::vector<Candidate> best_candidates(const float* logits, std::int32_t vocabulary, std::size_t k) {
  const std::size_t capacity = 2 * k + 256;
  std::vector<Candidate> list;
  list.reserve(capacity);
  const auto shrink = [&] {
    std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(k - 1), list.end(), better);
    list.resize(k);
  };
  float threshold = -std::numeric_limits<float>::infinity();
  bool full = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    if (full && !(logits[id] > threshold)) continue;  // an equal with a larger id is worse
    list.push_back({logits[id], id});
    if (list.size() < capacity) continue;
    shrink();
    threshold = list[k - 1].logit;
    full = true;
  }
  if (list.size() > k) shrink();
  return list;
}

// Keeps the shortest head, best first, that holds `share` of all weight, and at least one.
void keep_share(std::vector<Candidate>& candidates, double share, const Weight& weight) {
  double total = 0;
  std::vector<float> weights(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) total += weights[i] = static_cast<float>(weight(candidates[i].logit));
  // What weighs less than t sums to less than n·t: below half of what the head may leave out, nothing can be in the head.
  const double negligible = 0.5 * (1 - share) * total / static_cast<double>(candidates.size());
  std::size_t heavy = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (weights[i] >= negligible) candidates[heavy++] = candidates[i];
  }
  candidates.resize(heavy);

  double head = 0;
  std::size_t kept = 0;
  // The head is sorted in steps that grow: it is short for all but nearly flat distributions.
  for (std::size_t sorted = 0, step = 256; sorted < candidates.size(); step *= 4) {
    const std::size_t end = std::min(candidates.size(), sorted + step);
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

Distribution distribution(const SampleArgs& args) {
  float* logits = args.logits.data;
  const auto vocabulary = static_cast<std::int32_t>(args.logits.shape[0]);
  bool any_finite = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    if (std::isnan(logits[id])) logits[id] = -std::numeric_limits<float>::infinity();
    any_finite |= std::isfinite(logits[id]);
  }
  if (!any_finite) return {};
  penalise(args);
  const auto best = static_cast<std::int32_t>(std::max_element(logits, logits + vocabulary) - logits);
  if (args.temperature <= 0) return {{best}, {1.0}, 1.0};

  const Weight weight{logits[best], args.temperature};
  const bool few = args.top_k > 0 && args.top_k < vocabulary;
  std::vector<Candidate> candidates =
      few ? best_candidates(logits, vocabulary, static_cast<std::size_t>(args.top_k)) : all_candidates(logits, vocabulary);
  if (args.top_p < 1) keep_share(candidates, args.top_p, weight);
  if (args.min_p > 0) std::erase_if(candidates, [&](const Candidate& c) { return c.id != best && weight(c.logit) < args.min_p; });

  const auto by_id = [](const Candidate& a, const Candidate& b) { return a.id < b.id; };
  if (!std::is_sorted(candidates.begin(), candidates.end(), by_id)) std::sort(candidates.begin(), candidates.end(), by_id);
  Distribution kept;
  kept.ids.resize(candidates.size());
  kept.weights.resize(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    kept.ids[i] = candidates[i].id;
    kept.total += kept.weights[i] = weight(candidates[i].logit);
  }
  return kept;
}

std::int32_t sample(const SampleArgs& args) { return distribution(args).draw(args.uniform); }

}  // namespace halftone::cpu
