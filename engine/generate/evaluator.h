// The bare model: tokens in, logits out, no template and no sampling. For `logits`, `perplexity` and `bench`. Only a local engine has one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "engine/tokenizer/tokenizer.h"
#include "kernels/core/tensor_view.h"

namespace halftone {

class Evaluator {
 public:
  virtual ~Evaluator() = default;
  virtual void clear() = 0;                                     // forget all tokens
  virtual std::int64_t length() const = 0;
  virtual void truncate(std::int64_t length) = 0;               // forget those after
  // Appends tokens, in chunks as a session would; logits of the last, valid until the next call.
  // Stopped, they are empty and what was fed is of no use. `heard`: how many of them are done, chunk by chunk.
  using Heard = std::function<void(std::int64_t done)>;
  virtual VectorView<float> feed(std::span<const TokenId> tokens, std::stop_token stop = {}, const Heard& heard = {}) = 0;
  // Appends tokens and gives the logits of every one: (rows, V) from the `first`-th token on, chunk by chunk.
  using RowSink = std::function<void(std::int64_t first, MatrixView<const float> logits)>;
  // Stopped, it ends early; then what was fed is of no use.
  virtual void feed_all(std::span<const TokenId> tokens, const RowSink& sink, std::stop_token stop = {}) = 0;
  virtual TokenId next(TokenId token) = 0;  // appends it; the greedy choice after it, as a greedy reply makes it
  virtual std::string token_path() const = 0;  // how the device ran the last token that was fed alone: "one kernel"
};

}  // namespace halftone
