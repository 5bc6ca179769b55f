// Draws tokens for one reply: the parameters, the seed, and the tokens that a repetition penalty looks at.
#pragma once

#include <cstdint>
#include <span>

#include "engine/base/split_mix.h"
#include "engine/generate/rejection.h"
#include "engine/generate/settings.h"
#include "engine/tokenizer/tokenizer.h"
#include "kernels/ops/sample.h"

namespace halftone {

class Sampler {
 public:
  explicit Sampler(const GenerationParams& params) : params_(params), state_(params.seed) {}

  bool is_greedy() const { return params_.temperature <= 0; }

  // −1 when no logit is finite. Changes the logits.
  TokenId sample(VectorView<float> logits, std::span<const TokenId> history) {
    SampleArgs args = next_draw(history);
    args.logits = logits;
    return cpu::sample(args);
  }
  // What sample() would do with logits of which it sees none: for whoever has them elsewhere. Uses up the draw. Refers to `history`.
  SampleArgs next_draw(std::span<const TokenId> history) {
    SampleArgs args = settings(history);
    if (!is_greedy()) args.uniform = next_uniform();
    return args;
  }
  // What sample() draws from; empty when no logit is finite. Changes the logits.
  Distribution distribution(VectorView<float> logits, std::span<const TokenId> history) const {
    SampleArgs args = settings(history);
    args.logits = logits;
    return cpu::distribution(args);
  }
  // As sample(), when `drafted` was drawn from `proposal`: distributed the same, and `drafted` as often as can be.
  TokenId check(VectorView<float> logits, std::span<const TokenId> history, TokenId drafted, const Distribution& proposal) {
    const Distribution own = distribution(logits, history);
    const double first = next_uniform(), second = next_uniform();
    return accept_or_replace(own, proposal, drafted, first, second);
  }
  TokenId draw(const Distribution& distribution) { return distribution.draw(next_uniform()); }

 private:
  SampleArgs settings(std::span<const TokenId> history) const {
    return {.logits = {},
            .history = history,
            .temperature = params_.temperature,
            .top_k = params_.top_k,
            .top_p = params_.top_p,
            .min_p = params_.min_p,
            .repeat_penalty = params_.repeat_penalty};
  }
  // SplitMix64 (Steele, Lea & Flood 2014): the same draws from the same seed on every machine, which std:: distributions do not promise.
  double next_uniform() { return static_cast<double>(split_mix(state_ += 0x9e3779b97f4a7c15ull) >> 11) * 0x1.0p-53; }

  GenerationParams params_;
  std::uint64_t state_;
};

}  // namespace halftone
