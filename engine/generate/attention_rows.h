// Where tokens look: softmax(QKᵀ) of layers and heads, as the model computes it and, beside it, as it would be without the position
// encoding (engine/model/attention_pass.h says how). Kept as f16, and only what a causal mask leaves: T(T+1)/2 numbers for each head.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/backend/arena.h"
#include "engine/tokenizer/tokenizer.h"
#include "kernels/core/dtype.h"
#include "kernels/core/tensor_view.h"

namespace halftone {

// A longer prompt is looked at from its end: so many tokens, read as if nothing stood before them.
constexpr std::int64_t kMostTokensLookedAt = 2048;

struct AttentionQuery {
  std::vector<TokenId> tokens = {};
  std::int64_t first_layer = 0, layers = 1;
  std::int64_t first_head = 0, heads = 1;  // query heads
  bool as_much_as_fits = false;            // of a prompt that there is no room for, the end that there is
  bool without_position = false;           // also that, where there is such a thing (ModelInfo::why_not_without_position)
};

// One token's share of another's attention.
struct Look {
  std::int64_t token = 0;
  float share = 0;
};

// Softmax of one layer and head: row i is what token i gives to the tokens [0, i], 1 together but for the rounding to f16. What lies
// outside a sliding window is 0. Borrowed from AttentionRows.
class AttentionTriangle {
 public:
  AttentionTriangle(const F16* weights, std::int64_t tokens) : weights_(weights), tokens_(tokens) {}

  std::int64_t tokens() const { return tokens_; }
  std::span<const F16> row(std::int64_t token) const { return {weights_ + size(token), static_cast<std::size_t>(token + 1)}; }
  float weight(std::int64_t token, std::int64_t to) const { return row(token)[static_cast<std::size_t>(to)].to_float(); }

  // How far a token looks back, in tokens: the mean distance, weighted by attention. Without an argument, the mean of all tokens.
  double looks_back(std::int64_t token) const;
  double looks_back() const;
  // The largest of a row, largest first, the nearer of equals first; nothing that is 0.
  std::vector<Look> largest(std::int64_t token, std::size_t count = 5) const;

  static std::int64_t size(std::int64_t tokens) { return tokens * (tokens + 1) / 2; }  // weights of so many rows

 private:
  const F16* weights_;
  std::int64_t tokens_;
};

class AttentionRows {
 public:
  // Zeros. `query.tokens` are those that are looked at, `left_out` of the prompt stood before them. Throws OutOfMemory.
  AttentionRows(AttentionQuery query, std::int64_t left_out, std::shared_ptr<Arena> arena);

  std::span<const TokenId> tokens() const { return query_.tokens; }
  std::int64_t left_out() const { return left_out_; }
  const AttentionQuery& query() const { return query_; }  // its layers and heads are those that are kept
  bool has_without_position() const { return query_.without_position; }
  // Of the memory that they hold, counted under activations: in the arena of the device where the host can read it, as on the CPU; else
  // in the machine's memory, which is not the device's to count.
  std::int64_t bytes() const { return memory_.size(); }

  AttentionTriangle as_it_is(std::int64_t layer, std::int64_t head) const { return triangle(layer, head, true); }
  AttentionTriangle without_position(std::int64_t layer, std::int64_t head) const { return triangle(layer, head, false); }

  // Takes one head's (T, T), rounding it.
  void keep(std::int64_t layer, std::int64_t head, bool with_position, MatrixView<const float> weights);

  static std::int64_t bytes(const AttentionQuery& query, std::int64_t tokens);

 private:
  F16* place(std::int64_t layer, std::int64_t head, bool with_position) const;
  AttentionTriangle triangle(std::int64_t layer, std::int64_t head, bool with_position) const {
    return {place(layer, head, with_position), std::ssize(query_.tokens)};
  }

  AttentionQuery query_;
  std::int64_t left_out_;
  std::shared_ptr<Arena> arena_;  // outlives the memory
  Buffer memory_;                 // [as it is|without][layer][head] triangles
};

}  // namespace halftone
