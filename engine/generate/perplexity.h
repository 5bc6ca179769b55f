// How well a model predicts a text; beside a reference, how far its predictions have moved. What a precision costs in quality.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/generate/local_engine.h"

namespace halftone {

// Over all tokens that were scored; logarithms in nats.
struct Predictions {
  std::int64_t tokens = 0;
  double negative_log = 0;            // Σ −ln p(token)
  double reference_negative_log = 0;  // the same under the reference
  double divergence = 0;              // Σ KL(reference ‖ model)
  std::int64_t agreements = 0;        // the same most likely token

  double perplexity() const { return std::exp(negative_log / static_cast<double>(tokens)); }
  double reference_perplexity() const { return std::exp(reference_negative_log / static_cast<double>(tokens)); }
};

// What is scored, and what stands before every window of it: the tokens that the model expects before a text, bos mostly.
struct ScoredText { std::vector<TokenId> tokens, before; };
ScoredText scored_text(const Tokenizer& tokenizer, std::string_view text);

// Window by window; every window starts afresh, and all its tokens but the first are scored. `progress` in tokens. At least two tokens.
// Stopped, it fails: cancelled. The reference (may be null) is of the same vocabulary.
using ScoreProgress = std::function<void(std::int64_t done, std::int64_t total)>;
Result<Predictions> predict(LocalEngine& engine, LocalEngine* reference, const ScoredText& text, const ScoreProgress& progress,
                            std::stop_token stop);

// A page of our own about nothing in particular, plain English: what a quality is measured on in the window.
std::string_view short_text();

}  // namespace halftone
