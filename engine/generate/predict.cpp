// What a conversation's model predicts, word by word, of a reply that somebody else may have written.
#include "engine/generate/local_evaluator.h"
#include "engine/generate/local_session.h"

namespace halftone {

Result<std::vector<float>> Session::predict(const std::vector<ChatMessage>&, std::span<const TokenId>, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not show what it predicts");
}

Result<std::vector<float>> LocalSession::predict(const std::vector<ChatMessage>& messages, std::span<const TokenId> words,
                                                 std::stop_token stop) {
  Setup& setup = reader_.setup();
  if (!setup.is_loaded()) return weights_are_gone();
  auto prompt = Prompt(setup.chat_template(), setup.tokenizer()).tokens(messages, stop);
  if (!prompt) return pass_on(std::move(prompt));
  if (prompt->empty()) return prompt_is_empty();
  if (words.empty()) return std::vector<float>();
  const std::int64_t length = std::ssize(*prompt) + std::ssize(words), context = settings().context;
  if (length > context)
    return fail(ErrorKind::context_overflow, "Drop the oldest turns, or enlarge the context.",
                "the conversation and the reply have {} tokens, the context holds {}", length, context);

  setup.give_back_rows();
  const auto evaluator = new_evaluator(reader_.shared_setup());
  const TokenId last = prompt->back();
  prompt->pop_back();
  if (!prompt->empty()) evaluator->feed(*prompt, stop);
  std::vector<TokenId> rows = {last};
  rows.insert(rows.end(), words.begin(), words.end() - 1);
  std::vector<float> logits;
  logits.reserve(rows.size() * static_cast<std::size_t>(setup.spec().vocabulary));
  if (!stop.stop_requested())
    evaluator->feed_all(
        rows, [&](std::int64_t, MatrixView<const float> part) { logits.insert(logits.end(), part.data, part.data + part.size()); }, stop);
  setup.give_back_rows();  // logits of all words: a conversation's passes need those of one
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "predicting was stopped");
  return logits;
}

}  // namespace halftone
