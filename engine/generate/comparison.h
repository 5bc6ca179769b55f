// One question under several settings: what each answer costs, and where it begins to be another. Each column is written by a session of
// its own, measured by itself, its prompt read anew; all draw with the same seed, a draw for each position.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/generate/engine.h"

namespace halftone {

struct WrittenColumn {
  EngineSettings settings;               // as they were resolved
  Reply reply = {};
  std::vector<std::string> pieces = {};  // the text that came with each token of the reply
};

// What a column predicts beside what the reference does, for each of some tokens: KL(reference ‖ column) over the whole vocabulary, in nats,
// before temperature; whether both rank the same token first; the likeliest of both.
struct Readings {
  std::vector<double> divergence;
  std::vector<bool> same_first_choice;
  std::vector<Doubt> reference, column;

  double mean_divergence() const;
  double share_of_same_choice() const;
};

struct BesideReference {
  Readings on_reference, on_own;           // on the reference's words, and on the column's
  std::optional<std::int64_t> first_flip;  // the first token of the own reply that is not the reference's; none: there is no such
};

class Comparison {
 public:
  static constexpr std::int64_t kCandidates = 5;

  // The engine outlives it. Columns lie beside what its conversations have loaded, shared where it is the same. What there is no room for
  // alone is tried in place of the engine's own settings: restore() then has them come back.
  Comparison(Engine& engine, std::vector<ChatMessage> messages, GenerationParams params);

  // Errors: as of Engine::new_session and Session::generate; the comparison goes on with other columns.
  Result<WrittenColumn> write(const EngineSettings& settings, const ProgressSink& progress, const StreamSink& sink, std::stop_token stop);
  // What others are set beside, and what that is beside itself: nothing differs. Its predictions are kept: 4 bytes · its tokens · the vocabulary; set_beside() takes three times that for a while.
  Result<BesideReference> refer_to(WrittenColumn reference, const ProgressSink& progress, std::stop_token stop);
  Result<BesideReference> set_beside(const WrittenColumn& column, const ProgressSink& progress, std::stop_token stop);

  Result<void> restore(const ProgressSink& progress, std::stop_token stop);

 private:
  struct Loaded {
    EngineSettings asked;
    std::unique_ptr<Session> session;
  };
  Result<Session*> session(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop);
  Result<std::vector<float>> predict(const EngineSettings& settings, const std::vector<TokenId>& words, const ProgressSink& progress,
                                     std::stop_token stop);
  Result<Readings> read(const std::vector<TokenId>& words, const std::vector<float>& reference, const std::vector<float>& column,
                        std::stop_token stop) const;

  Engine& engine_;
  const EngineSettings engines_own_;
  std::vector<ChatMessage> messages_;
  GenerationParams params_;
  std::vector<Loaded> loaded_;
  std::optional<WrittenColumn> reference_;
  std::vector<float> of_reference_;  // its logits on its own words
};

}  // namespace halftone
