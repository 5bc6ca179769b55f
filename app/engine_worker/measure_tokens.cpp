// A reply read again, for what the model thinks of each of its tokens.
#include "app/engine_worker/tokens_values.h"

#include <algorithm>
#include <functional>
#include <span>

#include "app/engine_worker/attempt.h"
#include "app/engine_worker/either_stop.h"
#include "app/engine_worker/engine_worker.h"

namespace halftone::app {
namespace {

constexpr std::size_t kSeamsTried = 16;

using Prompt = std::vector<PromptToken>;

// The reply's tokens are what a prompt that ends with it has more than one that ends before it. They are read some at a time, each run
// behind a prompt that ends with the tokens before.
class Reading {
 public:
  Reading(Engine& engine, const TokensRequest& request, std::stop_token stop)
      : engine_(engine), messages_(request.messages), logitsAtOnce_(request.logitsAtOnce), stop_(std::move(stop)) {}

  Result<ReadTokens> all(const std::function<void(qint64 done, qint64 total)>& progress) {
    const std::vector<ChatMessage> question(messages_.begin(), messages_.end() - 1);
    auto before = engine_.prompt_tokens(question, stop_);
    if (!before) return std::unexpected(before.error());
    auto whole = engine_.prompt_tokens(messages_, stop_);
    if (!whole) return std::unexpected(whole.error());
    whole_ = *std::move(whole);
    first_ = static_cast<std::size_t>(std::ranges::mismatch(*before, whole_, {}, &PromptToken::id, &PromptToken::id).in2 - whole_.begin());
    for (std::size_t i = first_; i < whole_.size(); ++i) words_.push_back(whole_[i].id);

    const auto vocabulary = static_cast<std::size_t>(std::max<std::int64_t>(1, engine_.model().vocabulary));
    const std::size_t most = std::max<std::size_t>(1, logitsAtOnce_ / vocabulary);
    ReadTokens tokens;
    std::vector<ChatMessage> behind = question;
    while (tokens.size() < words_.size()) {
      progress(std::ssize(tokens), std::ssize(words_));
      const std::size_t end = seam(std::min(words_.size(), tokens.size() + most), tokens.size() + 1);
      if (auto done = read(behind, end, tokens); !done) return std::unexpected(done.error());
      behind = until(end);
    }
    return tokens;
  }

 private:
  Result<void> read(const std::vector<ChatMessage>& behind, std::size_t end, ReadTokens& tokens) {
    const std::size_t begin = tokens.size();
    const std::span<const TokenId> words(words_.data() + begin, end - begin);
    auto logits = engine_.new_session()->predict(behind, words, stop_);
    if (!logits) return std::unexpected(logits.error());
    const std::int64_t vocabulary = std::ssize(*logits) / std::ssize(words);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (stop_.stop_requested()) return fail(ErrorKind::cancelled, "", "reading the reply was stopped");
      const VectorView<const float> row{logits->data() + static_cast<std::int64_t>(i) * vocabulary, {vocabulary}};
      tokens.push_back({whole_[first_ + begin + i].text, Prediction(row, kCandidates).of(words[i])});
    }
    return {};
  }

  // The conversation to the reply's tokens before `end`.
  std::vector<ChatMessage> until(std::size_t end) const {
    std::size_t rest = 0;  // bytes
    for (std::size_t i = first_ + end; i < whole_.size(); ++i) rest += whole_[i].text.size();
    std::vector<ChatMessage> messages = messages_;
    std::string& reply = messages.back().content;
    reply.resize(reply.size() - std::min(rest, reply.size()));
    return messages;
  }

  // Where the reply can be cut at `end` or a little before: what stands before reads as the same tokens. Elsewhere the ends of a cut
  // might have been one token.
  std::size_t seam(std::size_t end, std::size_t least) const {
    if (end == words_.size()) return end;
    for (std::size_t cut = end; cut >= least && cut + kSeamsTried > end; --cut) {
      const auto read = engine_.prompt_tokens(until(cut), stop_);
      if (!read) break;
      const std::span<const PromptToken> wanted(whole_.data(), first_ + cut);
      if (std::ranges::equal(*read, wanted, {}, &PromptToken::id, &PromptToken::id)) return cut;
    }
    return end;
  }

  Engine& engine_;
  const std::vector<ChatMessage>& messages_;
  std::size_t logitsAtOnce_;
  std::stop_token stop_;
  Prompt whole_;
  std::size_t first_ = 0;       // of the reply's, in all of them
  std::vector<TokenId> words_;  // the reply's
};

}  // namespace

void EngineWorker::measureTokens(const TokensRequest& request) {
  const EitherStop either(request.stop, quit_);
  TokensOutcome outcome{.id = request.id};
  const auto thrown = attempt([&] {
    if (!engine_ || either.token().stop_requested()) return;
    auto tokens = Reading(*engine_, request, either.token()).all([&](qint64 done, qint64 total) {
      emit face_.tokensProgressed(request.id, done, total);
    });
    if (!tokens) return void(outcome.failure = failureOf(tokens.error()));
    for (const ReadToken& token : *tokens)
      for (const Candidate& candidate : token.doubt.likeliest)
        if (std::string& text = outcome.texts[candidate.token]; text.empty()) text = engine_->token_text(candidate.token);
    outcome.tokens = std::make_shared<const ReadTokens>(*std::move(tokens));
  });
  if (thrown) outcome.failure = *thrown;
  if (either.token().stop_requested()) {
    outcome.failure = {ErrorKind::cancelled, {}, {}};
    outcome.tokens.reset();
  }
  if (engine_) engine_->reset_peak();  // a look takes more than a conversation, for a moment
  emit face_.tokensMeasured(outcome);
}

}  // namespace halftone::app
