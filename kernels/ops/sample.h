// sample: one token from a row of logits. Order: repetition penalty, temperature, top-k, top-p, min-p, draw.
// Sources: top-p Holtzman et al. 2019; min-p Nguyen et al. 2024; repetition penalty CTRL, Keskar et al. 2019.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/tensor_view.h"

namespace halftone {

struct SampleArgs {
  VectorView<float> logits;               // (V); changed in place
  std::span<const std::int32_t> history;  // tokens that the repetition penalty sees
  float temperature = 0;                  // 0: greedy (argmax, the smallest id among equals)
  std::int64_t top_k = 0;                 // 0: all
  float top_p = 1;
  float min_p = 0;
  float repeat_penalty = 1;
  double uniform = 0;  // the draw, in [0, 1)
};

// What a token is drawn from: the tokens that are kept, by id, and their shares of `total`. Greedy: one token with all of it.
struct Distribution {
  std::vector<std::int32_t> ids;  // ascending
  std::vector<double> weights;
  double total = 0;

  double probability(std::int32_t id) const;  // 0 for a token that is not kept
  std::int32_t draw(double uniform) const;    // −1 when empty
};

// NaN logits count as −∞; if none is finite the result is −1, or empty (the caller reports a numerical fault).
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
