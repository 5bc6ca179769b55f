#include "engine/generate/prompt.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/tokenizer/regex.h"

namespace halftone {

namespace {

// The spans without their first `bytes` bytes.
std::vector<TextSpan> after(std::vector<TextSpan> spans, std::size_t bytes) {
  std::size_t drop = 0;
  while (drop < spans.size() && spans[drop].text.size() <= bytes) bytes -= spans[drop++].text.size();
  spans.erase(spans.begin(), spans.begin() + static_cast<std::ptrdiff_t>(drop));
  if (!spans.empty()) spans.front().text.erase(0, bytes);
  return spans;
}

}  // namespace

bool goes_on(const std::vector<ChatMessage>& messages) {
  return !messages.empty() && messages.back().role == ChatMessage::Role::assistant && !messages.back().content.empty();
}

Result<std::vector<TokenId>> Prompt::tokens(const std::vector<ChatMessage>& messages, std::stop_token stop) try {
  const bool within = goes_on(messages);
  const std::vector<ChatMessage> turns(messages.begin(), messages.end() - (within ? 1 : 0));
  auto spans = template_->render(chat_context(turns, *tokenizer_, true));
  if (!spans) return pass_on(std::move(spans));
  if (within) spans->push_back({messages.back().content, false});
  std::string text = join(*spans);

  // Back to the last seam up to which nothing changed.
  const auto common = static_cast<std::size_t>(std::ranges::mismatch(text_, text).in1 - text_.begin());
  std::vector<TokenId> rest;
  std::size_t kept = seams_.size();
  for (; kept > 0; --kept) {
    const Seam seam = seams_[kept - 1];
    if (seam.text > common) continue;
    rest = tokenizer_->encode(after(*spans, seam.text), stop);
    if (stop.stop_requested()) break;
    // A control token is a seam that no encoding crosses; elsewhere the tokens on both sides could have joined.
    if (seam.text == text.size() || (!rest.empty() && tokenizer_->is_control(rest.front()))) break;
  }
  // As transformers does: what the template writes, and nothing else. Finetunes of models that begin with bos leave it out on purpose.
  if (kept == 0) rest = tokenizer_->encode(*spans, stop);
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "reading the conversation was stopped");
  seams_.resize(kept);
  tokens_.resize(kept == 0 ? 0 : seams_.back().tokens);
  tokens_.insert(tokens_.end(), rest.begin(), rest.end());
  text_ = std::move(text);
  seams_.push_back({text_.size(), tokens_.size()});
  return tokens_;
} catch (const PatternExploded& error) {
  return fail(ErrorKind::unsupported, "Use another tokenizer of this model, or shorten the text.", "{}", said_by(error));
}

void Prompt::answered(std::span<const TokenId> reply, std::string_view text) {
  tokens_.insert(tokens_.end(), reply.begin(), reply.end());
  text_ += text;
  seams_.push_back({text_.size(), tokens_.size()});
}

}  // namespace halftone
