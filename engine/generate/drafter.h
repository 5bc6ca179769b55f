// Speculative decoding: a drafter guesses the next tokens cheaply, the model checks all of them in one pass, and what it would not have
// said is dropped. The text is the model's own. Sources: Leviathan, Kalman & Matias 2023; Chen et al. 2023; prompt lookup: Saxena 2023.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/tokenizer/tokenizer.h"
#include "kernels/ops/sample.h"

namespace halftone {

constexpr std::int64_t kMostDrafted = 15;  // a pass of 16 rows: what devices compute for little more than one

struct Draft {
  std::vector<TokenId> tokens;
  std::vector<Distribution> drawn_from;  // one per token; empty: each token was proposed without a draw
};

class Drafter {
 public:
  virtual ~Drafter() = default;
  // Up to `most` tokens that may follow `tokens` (prompt and reply so far); none when it has no guess, or `stop` asked to end.
  virtual Draft propose(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop) = 0;
};

}  // namespace halftone
