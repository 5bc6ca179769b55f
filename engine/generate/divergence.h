// How far one prediction of the next token is from another. Logits over the whole vocabulary; logarithms in nats, sums in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace halftone {

inline double log_sum_exp(std::span<const float> logits) {
  const float top = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - top);
  return top + std::log(sum);
}

// KL(reference ‖ logits); the normalisers are their log_sum_exp.
inline double divergence(std::span<const float> reference, double reference_normaliser, std::span<const float> logits, double normaliser) {
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double log_p = reference[i] - reference_normaliser;
    sum += std::exp(log_p) * (log_p - (logits[i] - normaliser));
  }
  return sum;
}

inline std::int64_t first_choice(std::span<const float> logits) { return std::ranges::max_element(logits) - logits.begin(); }

}  // namespace halftone
