// The state of a softmax-weighted sum over some keys: the largest score m, the sum l of e^(score − m), and with them (held by the
// caller) o = Σ e^(score − m)·v. States over disjoint keys merge; chunks, tiles, splits over threads and devices all use this.
// Source: Milakov & Gimelshein 2018; Dao et al. 2022.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/core/host_device.h"

namespace halftone {

struct SoftmaxState {
  float maximum = -std::numeric_limits<float>::infinity();
  float sum = 0;
};

// What the outputs are multiplied with when two states become one.
struct SoftmaxScales {
  float ours, theirs;
};

// e^(maximum − together) of a state that is joined to others; an empty one (maximum −∞) counts nothing.
HALFTONE_HOST_DEVICE inline float softmax_rescale(float maximum, float together) {
  return maximum == -std::numeric_limits<float>::infinity() ? 0.0f : expf(maximum - together);
}

// ours ← ours ∪ theirs. The empty state is neutral to the bit; the merge is associative up to rounding, so whoever wants the same
// bits again merges in the same order.
HALFTONE_HOST_DEVICE inline SoftmaxScales merge(SoftmaxState& ours, const SoftmaxState& theirs) {
  const float together = ours.maximum > theirs.maximum ? ours.maximum : theirs.maximum;
  const SoftmaxScales scales{softmax_rescale(ours.maximum, together), softmax_rescale(theirs.maximum, together)};
  ours.sum = ours.sum * scales.ours + theirs.sum * scales.theirs;
  ours.maximum = together;
  return scales;
}

// The same with the outputs, rows of `width` numbers.
HALFTONE_HOST_DEVICE inline void merge(SoftmaxState& ours, float* our_output, const SoftmaxState& theirs, const float* their_output,
                                       std::int64_t width) {
  if (theirs.sum == 0) return;
  const SoftmaxScales scales = merge(ours, theirs);
  for (std::int64_t d = 0; d < width; ++d) our_output[d] = our_output[d] * scales.ours + their_output[d] * scales.theirs;
}

// The weighted mean; zeros where no key was seen.
HALFTONE_HOST_DEVICE inline void normalise(const SoftmaxState& state, const float* output, float* mean, std::int64_t width) {
  const float inverse = state.sum == 0 ? 0.0f : 1.0f / state.sum;
  for (std::int64_t d = 0; d < width; ++d) mean[d] = output[d] * inverse;
}

}  // namespace halftone
