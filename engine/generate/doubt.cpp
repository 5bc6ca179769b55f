#include "engine/generate/doubt.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/generate/divergence.h"

namespace halftone {

Prediction::Prediction(VectorView<const float> logits, std::int64_t candidates)
    : logits_(logits.data, logits.data + logits.size()), normaliser_(log_sum_exp(logits_)) {
  double expected = 0;
  for (const float logit : logits_)
    if (const double p = std::exp(logit - normaliser_); p > 0) expected += p * logit;
  doubt_.entropy = static_cast<float>(normaliser_ - expected);
  std::vector<TokenId> order(logits_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + std::min<std::ptrdiff_t>(candidates, std::ssize(order));
  const auto by_logit = [&](TokenId a, TokenId b) {  // the lower of two alike first, as a greedy choice has it
    const float one = logits_[static_cast<std::size_t>(a)], other = logits_[static_cast<std::size_t>(b)];
    return one > other || (one == other && a < b);
  };
  std::partial_sort(order.begin(), end, order.end(), by_logit);
  std::transform(order.begin(), end, std::back_inserter(doubt_.likeliest), [&](TokenId token) { return candidate(token); });
}

Candidate Prediction::candidate(TokenId token) const {
  return {token, static_cast<float>(std::exp(logits_[static_cast<std::size_t>(token)] - normaliser_))};
}

Doubt Prediction::of(TokenId chosen) const {
  Doubt doubt = doubt_;
  doubt.chosen = candidate(chosen);
  return doubt;
}

}  // namespace halftone
