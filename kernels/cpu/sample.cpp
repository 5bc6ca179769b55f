// sample: see ops/sample.h. Linear in V: what top-k and top-p keep is a cut in the order of tokens, found by partial selection; the
// draw goes through the kept tokens by id, so only they are ever sorted.
#include "kernels/ops/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace halftone::cpu {
namespace {

// A token as a number that orders as tokens do: level, then id.
using Ranked = std::uint64_t;
Ranked ranked(std::uint32_t level, std::int32_t id) { return static_cast<Ranked>(level) << 32 | static_cast<std::uint32_t>(id); }
std::uint32_t level_of(Ranked token) { return static_cast<std::uint32_t>(token >> 32); }
std::int32_t id_of(Ranked token) { return static_cast<std::int32_t>(token & 0xFFFFFFFFu); }
std::uint64_t weight_of(Ranked token) { return level_weight(level_of(token)); }

struct Row {
  const float* logits;
  std::int32_t vocabulary;
  float largest;
  double rate;

  std::uint32_t level(std::int32_t id) const { return sample_level(logits[id], largest, rate); }
};

// Whatever weighs anything.
std::vector<Ranked> all_tokens(const Row& row) {
  std::vector<Ranked> tokens;
  tokens.reserve(static_cast<std::size_t>(row.vocabulary));
  for (std::int32_t id = 0; id < row.vocabulary; ++id) {
    if (const std::uint32_t level = row.level(id); level <= kLastLevel) tokens.push_back(ranked(level, id));
  }
  return tokens;
}

// The k best of those, in no order. A short list of the best so far shrinks whenever it is full; after a few times hardly a token passes.
std::vector<Ranked> best_tokens(const Row& row, std::size_t k) {
  const std::size_t capacity = 2 * k + 256;
  std::vector<Ranked> list;
  list.reserve(capacity);
  const auto shrink = [&] {
    std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(k - 1), list.end());
    list.resize(k);
  };
  std::uint32_t end = kLastLevel + 1;  // the first level that no longer passes: an equal with a larger id is worse
  for (std::int32_t id = 0; id < row.vocabulary; ++id) {
    const std::uint32_t level = row.level(id);
    if (level >= end) continue;
    list.push_back(ranked(level, id));
    if (list.size() < capacity) continue;
    shrink();
    end = level_of(list[k - 1]);
  }
  if (list.size() > k) shrink();
  return list;
}

// Keeps the shortest head, best first, that holds `share` of all weight, and at least one.
void keep_share(std::vector<Ranked>& tokens, double share) {
  std::uint64_t total = 0;
  for (const Ranked token : tokens) total += weight_of(token);
  const std::uint64_t wanted = head_weight(share, total);
  // n tokens that weigh less than t sum up to less than n·t: where that may be left out, none of them is in the head.
  const std::uint64_t negligible = (total - wanted) / tokens.size();
  std::erase_if(tokens, [&](Ranked token) { return weight_of(token) < negligible; });

  std::uint64_t head = 0;
  std::size_t kept = 0;
  // The head is sorted in steps that grow: it is short for all but nearly flat distributions.
  for (std::size_t sorted = 0, step = 256; sorted < tokens.size(); step *= 4) {
    const std::size_t end = std::min(tokens.size(), sorted + step);
    const auto from = tokens.begin() + static_cast<std::ptrdiff_t>(sorted), to = tokens.begin() + static_cast<std::ptrdiff_t>(end);
    if (to != tokens.end()) std::nth_element(from, to, tokens.end());
    std::sort(from, to);
    for (; kept < end; ++kept) {
      if (head >= wanted) return tokens.resize(kept);
      head += weight_of(tokens[kept]);
    }
    sorted = end;
  }
}

}  // namespace

Distribution distribution(const SampleArgs& args) {
  float* logits = args.logits.data;
  const auto vocabulary = static_cast<std::int32_t>(args.logits.shape[0]);
  if (args.repeat_penalty != 1) {
    for (const std::int32_t id : distinct(args.history, vocabulary)) logits[id] = penalised(logits[id], args.repeat_penalty);
  }
  bool any_finite = false;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    if (std::isnan(logits[id])) logits[id] = -std::numeric_limits<float>::infinity();
    any_finite |= std::isfinite(logits[id]);
  }
  if (!any_finite) return {};
  const auto best = static_cast<std::int32_t>(std::max_element(logits, logits + vocabulary) - logits);
  if (args.takes_largest()) return {{best}, {kFullWeight}, kFullWeight};

  const SampleRule rule(args);
  const Row row{logits, vocabulary, logits[best], rule.rate};
  std::vector<Ranked> tokens =
      rule.count < static_cast<std::uint64_t>(vocabulary) ? best_tokens(row, static_cast<std::size_t>(rule.count)) : all_tokens(row);
  if (rule.share < 1) keep_share(tokens, rule.share);
  std::erase_if(tokens, [&](Ranked token) { return level_of(token) > rule.last_level; });

  const auto by_id = [](Ranked a, Ranked b) { return id_of(a) < id_of(b); };
  if (!std::is_sorted(tokens.begin(), tokens.end(), by_id)) std::sort(tokens.begin(), tokens.end(), by_id);
  Distribution kept;
  kept.ids.resize(tokens.size());
  kept.weights.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    kept.ids[i] = id_of(tokens[i]);
    kept.total += kept.weights[i] = weight_of(tokens[i]);
  }
  return kept;
}

std::int32_t sample(const SampleArgs& args) { return distribution(args).draw(args.uniform); }

}  // namespace halftone::cpu
