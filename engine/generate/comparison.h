// One question under several settings: what each answer costs, and where it begins to be another. The first column is the reference; each
// is measured by itself, so that no figure holds what another took, and all draw with the same seed, a draw for each position.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/generate/local_engine.h"

namespace halftone {

struct ComparedColumn {
  EngineSettings settings;      // as they were resolved
  Reply reply = {};
  std::int64_t peak_bytes = 0;  // the largest sum of allocations, weights among them, until the reply's end
  // On the reference's words, one figure for each of its tokens: KL(reference ‖ this) in nats before temperature, and whether both rank the
  // same token first. Of the reference itself: none.
  std::vector<double> divergence = {};
  std::vector<bool> same_first_choice = {};
  std::optional<std::int64_t> first_flip = {};  // the first token of the own reply that is not the reference's; none: there is no such

  double mean_divergence() const;
  double share_of_same_choice() const;
};

class Comparison {
 public:
  // The engine outlives it, and is left under the settings of the last column.
  Comparison(LocalEngine& engine, std::vector<ChatMessage> messages, GenerationParams params)
      : engine_(engine), messages_(std::move(messages)), params_(std::move(params)) {}

  // Errors: as of Engine::apply and Session::generate, and the comparison goes on with other columns; out_of_memory too. The logits of the
  // reference's reply are kept: 4 bytes · its tokens · the vocabulary.
  Result<ComparedColumn> column(const EngineSettings& settings, const ProgressSink& progress, const StreamSink& sink, std::stop_token stop);

 private:
  Result<std::vector<float>> logits_of_reference_words(std::stop_token stop);
  void set_beside_reference(ComparedColumn& column, const std::vector<float>& logits) const;

  LocalEngine& engine_;
  std::vector<ChatMessage> messages_;
  GenerationParams params_;
  bool has_reference_ = false;
  std::vector<TokenId> prompt_, words_;  // the reference's
  std::vector<float> logits_;            // of its words, (tokens, V)
};

}  // namespace halftone
