// A conversation with the local engine.
#pragma once

#include <atomic>

#include "engine/generate/local_engine.h"
#include "engine/generate/prompt.h"

namespace halftone {

class LocalSession final : public Session {
 public:
  explicit LocalSession(LocalEngine& engine);
  ~LocalSession() override { engine_.leave(this); }

  Result<Reply> generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                         std::stop_token stop) override;
  Result<PromptMeasure> measure(const std::vector<ChatMessage>& messages) override;
  std::int64_t cached_tokens() const override { return cached_tokens_.load(std::memory_order_relaxed); }
  std::unique_ptr<Session> fork() const override;
  void truncate(std::int64_t tokens) override;

  void forget();  // all pages: the engine's switches have changed

 private:
  LocalSession(const LocalSession& other);
  void attach(std::int64_t tokens);
  std::int64_t restore(std::span<const TokenId> tokens);
  MatrixView<float> advance(std::span<const TokenId> tokens, const StreamSink& sink, std::stop_token stop);
  void update_cached();

  LocalEngine& engine_;
  Prompt prompt_;
  std::shared_ptr<KvPool> pool_;   // that the branch lives in
  KvBranch branch_;
  std::int64_t rope_length_ = 0;
  std::atomic<std::int64_t> cached_tokens_ = 0;
};

}  // namespace halftone
