// The transformer: tokens in, logits out, keys and values left in the cache.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/model/kv_cache.h"
#include "engine/model/weights.h"
#include "engine/model/workspace.h"

namespace halftone {

class Transformer {
 public:
  // All outlive it.
  Transformer(Backend& backend, const ModelSpec& spec, const Weights& weights, Workspace& workspace);

  enum class Logits {
    last_row,
    all_rows,
    unverified  // all rows; not all of the tokens may stay: the caller truncates the cache to those that do, and commits them
  };

  // Appends `tokens` to the cache and computes them; rows stand at positions [cache.length(), …). Returns logits (1 or T, V), valid
  // until the next pass in this workspace; empty when `stop` asked to end, and then the cache is as before. Polls `stop` once per layer.
  // `rope_length`: the length that length-dependent RoPE scalings are computed for (at least what the cache will hold).
  MatrixView<float> forward(std::span<const TokenId> tokens, KvBranch& cache, AttentionKind attention, Logits wanted,
                            std::int64_t rope_length, std::stop_token stop = {});
  enum class Then { rest, go_on };  // go_on: next() will be asked for the token after that one, and a device may begin with it
  // The token drawn after `token`, appended: its logits stay on the device. `how.logits` is not looked at. Empty when stopped; −1: no
  // logit is finite.
  std::optional<TokenId> next(TokenId token, KvBranch& cache, AttentionKind attention, std::int64_t rope_length, SampleArgs how, Then then,
                              std::stop_token stop = {});
  std::string token_path() const { return compiled_->token_path(); }
  // What its passes run, with the frequencies of `rope_length` until the next pass: for who runs only some of it.
  const TokenProgram& program(std::int64_t rope_length) {
    update_rope(rope_length);
    return program_;
  }

 private:
  // As forward(), the logits where the device has them.
  MatrixView<float> compute(std::span<const TokenId> tokens, KvBranch& cache, AttentionKind attention, Logits wanted,
                            std::int64_t rope_length, std::stop_token stop);
  Pass pass_of(std::span<const TokenId> tokens, std::span<const std::int32_t> positions, std::span<const KvView> views,
               AttentionKind attention, std::int64_t wanted_rows);
  std::vector<KvView> views_of(const KvBranch& cache, std::int64_t length) const;
  void go_ahead(const KvBranch& cache, AttentionKind attention);
  void update_rope(std::int64_t rope_length);
  void write_program();
  void write_embedding();
  void write_logits();

  Backend& backend_;
  const ModelSpec& spec_;
  const Weights& weights_;
  Workspace& workspace_;  // of all that run on this device, one after the other
  std::vector<RopeFrequencies> rope_;             // by layer; empty tables without RoPE
  std::vector<std::vector<float>> alibi_slopes_;  // by layer; empty without ALiBi
  std::int64_t rope_length_ = -1;
  std::uint64_t rope_version_ = 0;  // counts the changes of the tables
  TokenProgram program_;
  std::unique_ptr<CompiledProgram> compiled_;
};

}  // namespace halftone
