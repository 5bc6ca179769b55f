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

// Layers of a model on one device. All outlive who has it.
struct ModelPart {
  Backend& backend;
  const Weights& weights;  // of these layers at least
  Workspace& workspace;    // of all that run on this device, one after the other
  LayerRange layers;
};

class Transformer {
 public:
  // `parts`: all layers, in order. Where one part ends, the stream goes over to the next one's device.
  Transformer(const ModelSpec& spec, const std::vector<ModelPart>& parts);

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
  std::string token_path() const;
  // Each part and what its passes run, with the frequencies of `rope_length` until the next pass: for who runs only some of it.
  struct PartProgram {
    const ModelPart& part;
    const TokenProgram& program;
  };
  std::vector<PartProgram> programs(std::int64_t rope_length);

 private:
  // A part, as its device runs it.
  struct Stage {
    ModelPart part;
    TokenProgram program;
    std::unique_ptr<CompiledProgram> compiled;
  };
  // As forward(), the logits where the last device has them.
  MatrixView<float> compute(std::span<const TokenId> tokens, KvBranch& cache, AttentionKind attention, Logits wanted,
                            std::int64_t rope_length, std::stop_token stop);
  Pass pass_of(const Stage& stage, std::span<const TokenId> tokens, std::span<const std::int32_t> positions, std::span<const KvView> views,
               AttentionKind attention, std::int64_t wanted_rows);
  static std::vector<KvView> views_of(const Stage& stage, const KvBranch& cache, std::int64_t length);
  void go_ahead(const KvBranch& cache, AttentionKind attention);
  void update_rope(std::int64_t rope_length);
  TokenProgram program_of(const ModelPart& part) const;
  std::vector<TokenOp> embedding_ops(const Weights& weights) const;
  std::vector<TokenOp> logits_ops(const Weights& weights) const;

  const ModelSpec& spec_;
  std::vector<RopeFrequencies> rope_;             // by layer; empty tables without RoPE
  std::vector<std::vector<float>> alibi_slopes_;  // by layer; empty without ALiBi
  std::int64_t rope_length_ = -1;
  std::uint64_t rope_version_ = 0;  // counts the changes of the tables
  std::vector<Stage> stages_;
};

}  // namespace halftone
