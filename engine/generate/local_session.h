// A conversation with the local engine.
#pragma once

#include <atomic>

#include "engine/generate/local_engine.h"
#include "engine/generate/payoff.h"
#include "engine/generate/prompt.h"
#include "engine/generate/prompt_lookup.h"

namespace halftone {

class LocalSession final : public Session {
 public:
  explicit LocalSession(LocalEngine& engine);
  ~LocalSession() override { engine_.leave(this); }

  Result<Reply> generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                         std::stop_token stop) override;
  Result<PromptMeasure> measure(const std::vector<ChatMessage>& messages, std::stop_token stop) override;
  std::int64_t cached_tokens() const override { return cached_tokens_.load(std::memory_order_relaxed); }
  std::unique_ptr<Session> fork() const override;
  void truncate(std::int64_t tokens) override;

  std::int64_t tokens() const { return tokens_; }  // of the conversation, its last reply included
  // Milliseconds that the next token would take with this attention: measured, by computing one on pages that are given back. 0: there
  // is no cache to tell from, or no room.
  double trial_ms(AttentionKind attention) const;
  void forget();  // all pages: the engine's switches have changed

 private:
  LocalSession(const LocalSession& other);
  Result<std::int64_t> turns_to_drop(const std::vector<ChatMessage>& messages, std::int64_t tokens, std::int64_t limit,
                                     std::stop_token stop) const;
  void attach(std::int64_t tokens);
  std::int64_t restore(std::span<const TokenId> tokens);
  MatrixView<float> advance(std::span<const TokenId> tokens, const StreamSink& sink, std::stop_token stop);
  void update_cached();

  // Logits of what comes after the last token, and after every drafted one; empty when stopped.
  struct Step {
    MatrixView<float> logits;  // (1 + drafted, V)
    Draft draft = {};
  };
  Step next_step(std::span<const TokenId> tokens, std::int64_t room, std::stop_token stop);
  std::int64_t settle(Step& step, Sampler& sampler, std::vector<TokenId>& tokens);
  Drafter* drafter();

  LocalEngine& engine_;
  Prompt prompt_;
  std::shared_ptr<KvPool> pool_;  // that the branch lives in
  KvBranch branch_;
  std::int64_t rope_length_ = 0;
  std::int64_t tokens_ = 0;
  PromptLookup lookup_;
  Payoff payoff_;
  Speculation measured_;  // what payoff_ is about
  std::atomic<std::int64_t> cached_tokens_ = 0;
};

}  // namespace halftone
