// sample: one token from a row of logits. Order: repetition penalty, temperature, top-k, top-p, min-p, draw.
// Tokens are ordered by level, then by id (sample_level.h): nearer to each other than 2⁻²⁶ octaves of probability they count as equal.
// Weights are integers, and what weighs less than 2⁻⁴⁰ of the best is never drawn.
// Sources: top-p Holtzman et al. 2019; min-p Nguyen et al. 2024; repetition penalty CTRL, Keskar et al. 2019.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/tensor_view.h"
#include "kernels/ops/sample_level.h"

namespace halftone {

struct SampleArgs {
  VectorView<float> logits = {};               // (V); changed in place
  std::span<const std::int32_t> history = {};  // tokens that the repetition penalty sees
  float temperature = 0;                       // 0: greedy (argmax, the smallest id among equals)
  std::int64_t top_k = 0;                      // 0: all
  float top_p = 1;
  float min_p = 0;
  float repeat_penalty = 1;
  double uniform = 0;  // the draw, in [0, 1)

  bool takes_largest() const { return temperature <= 0 || top_k == 1; }  // argmax, whatever is drawn
};

// The parameters as the arithmetic takes them, computed once for a row.
struct SampleRule {
  explicit SampleRule(const SampleArgs&);

  double rate;               // log₂e / temperature
  std::uint64_t count;       // top-k; 2⁶⁴ − 1: all
  double share;              // top-p; from 1 on: all
  std::uint32_t last_level;  // min-p: levels above it weigh too little
};

// The distinct tokens of a history that are in the vocabulary, as they are met first.
std::vector<std::int32_t> distinct(std::span<const std::int32_t> history, std::int64_t vocabulary);

// What a token is drawn from: the tokens that are kept, by id, and their shares of `total`. Greedy: one token with all of it.
struct Distribution {
  std::vector<std::int32_t> ids;  // ascending
  std::vector<std::uint64_t> weights;
  std::uint64_t total = 0;  // their sum, below 2⁶⁴

  double probability(std::int32_t id) const;  // 0 for a token that is not kept
  std::int32_t draw(double uniform) const;    // −1 when empty
};

// NaN logits count as −∞; if, after the penalty, none is finite the result is −1, or empty (the caller reports a numerical fault).
// sample(args) = distribution(args).draw(args.uniform)
namespace reference {
std::int32_t sample(const SampleArgs&);
Distribution distribution(const SampleArgs&);
}  // namespace reference
namespace cpu {
std::int32_t sample(const SampleArgs&);
Distribution distribution(const SampleArgs&);
}  // namespace cpu

}  // namespace halftone
