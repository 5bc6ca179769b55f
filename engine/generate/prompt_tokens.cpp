// A conversation as a list of tokens that can be read.
#include "engine/generate/local_engine.h"
#include "engine/generate/prompt.h"

namespace halftone {

Result<std::vector<PromptToken>> Engine::prompt_tokens(const std::vector<ChatMessage>&, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not show the tokens of a prompt");
}

Result<std::vector<PromptToken>> LocalEngine::prompt_tokens(const std::vector<ChatMessage>& messages, std::stop_token stop) {
  const Tokenizer& tokenizer = *opened_.tokenizer;
  auto ids = Prompt(chat_template(), tokenizer).tokens(messages, std::move(stop));
  if (!ids) return pass_on(std::move(ids));
  std::vector<PromptToken> tokens;
  tokens.reserve(ids->size());
  for (const TokenId id : *ids) tokens.push_back({id, tokenizer.is_control(id) ? tokenizer.piece(id) : tokenizer.decode(id)});
  return tokens;
}

}  // namespace halftone
