// Draws tokens for one reply: the parameters, the seed, and the tokens that a repetition penalty looks at.
#pragma once

#include <cstdint>
#include <span>

#include "engine/generate/settings.h"
#include "engine/text/tokenizer.h"
#include "kernels/ops/sample.h"

namespace halftone {

class Sampler {
 public:
  explicit Sampler(const GenerationParams& params) : params_(params), state_(params.seed) {}

  // −1 when no logit is finite. Changes the logits.
  TokenId sample(VectorView<float> logits, std::span<const TokenId> history) {
    return cpu::sample({.logits = logits, .history = history, .temperature = params_.temperature, .top_k = params_.top_k,
                        .top_p = params_.top_p, .min_p = params_.min_p, .repeat_penalty = params_.repeat_penalty,
                        .uniform = params_.temperature > 0 ? next_uniform() : 0.0});
  }

 private:
  // SplitMix64 (Steele, Lea & Flood 2014): the same draws from the same seed on every machine, which std:: distributions do not promise.
  double next_uniform() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

  GenerationParams params_;
  std::uint64_t state_;
};

}  // namespace halftone
