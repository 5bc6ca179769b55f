// A conversation with the local engine: what it says. What it keeps in the cache is in its reader, what it runs under in its setup.
#pragma once

#include <optional>

#include "engine/generate/payoff.h"
#include "engine/generate/prompt.h"
#include "engine/generate/prompt_lookup.h"
#include "engine/generate/reader.h"
#include "engine/generate/session.h"
#include "engine/generate/trace_so_far.h"

namespace halftone {

class Sampler;

// Why nothing can be said.
std::unexpected<Error> weights_are_gone();
std::unexpected<Error> prompt_is_empty();

class LocalSession final : public Session, public TraceSoFar {
 public:
  explicit LocalSession(std::shared_ptr<Setup> setup);  // whose model has a tokenizer

  const EngineSettings& settings() const override { return reader_.setup().settings(); }
  Result<Reply> generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                         std::stop_token stop) override;
  Result<PromptMeasure> measure(const std::vector<ChatMessage>& messages, std::stop_token stop) override;
  Result<std::vector<float>> predict(const std::vector<ChatMessage>& messages, std::span<const TokenId> words, std::stop_token stop) override;
  std::int64_t cached_tokens() const override { return reader_.cached_tokens(); }
  std::unique_ptr<Session> fork() const override;
  void truncate(std::int64_t tokens) override { reader_.truncate(tokens); }
  Trace trace_so_far() const override { return Tracer(tracer_).take(); }

  std::int64_t tokens() const { return tokens_; }  // of the conversation, its last reply included
  const Reader& reader() const { return reader_; }

 private:
  LocalSession(const LocalSession& other);

  // Logits of what comes after the last token, and after every drafted one; empty when stopped.
  struct Step {
    MatrixView<float> logits;  // (1 + drafted, V)
    Draft draft = {};
    std::optional<TokenId> chosen = {};  // by the device: there are no logits then

    bool stopped() const { return !logits.data && !chosen; }
  };
  Step read_prompt(std::span<const TokenId> tokens, std::int64_t reused, const StreamSink& sink, std::stop_token stop);
  std::optional<Step> drafted_step(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop);
  Step next_step(std::span<const TokenId> tokens, std::int64_t room, Sampler& sampler, bool needs_logits, std::stop_token stop);
  std::int64_t settle(Step& step, Sampler& sampler, std::vector<TokenId>& tokens, std::int64_t candidates, std::vector<Doubt>& doubts);
  Drafter* drafter();

  Reader reader_;
  Prompt prompt_;
  std::int64_t tokens_ = 0;
  Tracer tracer_;              // of the reply that is being written
  std::int64_t answered_ = 0;  // its tokens so far
  PromptLookup lookup_;
  Sentence undrafted_;  // why nothing more is drafted in this reply
  Payoff payoff_;
  EngineSettings measured_;  // what payoff_ is about
};

}  // namespace halftone
