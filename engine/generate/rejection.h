// Rejection sampling of a drafted token: Leviathan, Kalman & Matias 2023, theorem 1 and appendix A.1.
#pragma once

#include "engine/tokenizer/tokenizer.h"
#include "kernels/ops/sample.h"

namespace halftone {

// `drafted` was drawn from `proposal`. Keeps it with probability min(1, target/proposal), else draws from what the target has more of,
// max(0, target − proposal): the result is distributed as `target`. Two independent draws in [0, 1). −1 when `target` is empty.
TokenId accept_or_replace(const Distribution& target, const Distribution& proposal, TokenId drafted, double keep, double replace);

}  // namespace halftone
