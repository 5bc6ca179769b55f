// A conversation's tokens in the cache, and the passes that put them there.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/generate/setup.h"

namespace halftone {

class Reader final : public KvHolder {
 public:
  explicit Reader(std::shared_ptr<Setup> setup);
  Reader(const Reader& other);  // shares the pages until one of the two writes
  ~Reader() override { setup_->cache().leave(*this); }

  Setup& setup() const { return *setup_; }
  const std::shared_ptr<Setup>& shared_setup() const { return setup_; }
  const KvLane& lane() const override { return setup_->lane(); }
  void forget() override;

  std::int64_t length() const { return branch_.length(); }
  std::int64_t cached_tokens() const { return cached_tokens_.load(std::memory_order_relaxed); }  // any thread

  void begin_reply();
  // How many of the tokens need not be computed. The last one always is: its logits are wanted.
  std::int64_t restore(std::span<const TokenId> tokens);
  void begin_anew(std::span<const TokenId> tokens);  // as if the cache held nothing of them
  // How many restore() could find, changing nothing; with the last one.
  std::int64_t cached_prefix(std::span<const TokenId> tokens) const;
  // Computes what the cache does not hold of `tokens` and returns the logits of the last one, (1, V); empty when stopped. The sink may let
  // other conversations of the engine speak.
  MatrixView<float> advance(std::span<const TokenId> tokens, const StreamSink& sink, std::stop_token stop);
  // As advance(), with a token drawn from the logits in place of them; empty when stopped.
  std::optional<TokenId> next(std::span<const TokenId> tokens, const SampleArgs& how, Transformer::Then then, std::stop_token stop);
  // As advance(), of tokens that the cache holds all but the last of; with the logits of every drafted one after it, (1 + drafted, V). The
  // caller says with keep() how many of all tokens stay.
  MatrixView<float> check(std::span<const TokenId> tokens, std::span<const TokenId> drafted, std::stop_token stop);
  void keep(std::int64_t tokens);
  void truncate(std::int64_t tokens);
  // Whether a conversation of so many tokens has the same frequencies as this one now.
  bool has_rope_of(std::int64_t tokens) const { return setup_->rope_length(tokens) == rope_length_; }

  // Milliseconds that the next token would take with this attention: measured, by computing one on pages that are given back. 0: there
  // is no cache to tell from, or no room.
  double trial_ms(AttentionKind attention) const;

 private:
  void attach(std::int64_t tokens);
  void make_room(std::int64_t tokens);
  void update_cached() { cached_tokens_.store(branch_.length(), std::memory_order_relaxed); }

  std::shared_ptr<Setup> setup_;  // outlives the pages
  std::shared_ptr<KvPool> pool_;  // that the branch lives in
  KvBranch branch_;
  std::int64_t rope_length_ = 0;
  std::vector<float> logits_;
  std::atomic<std::int64_t> cached_tokens_ = 0;
};

}  // namespace halftone
