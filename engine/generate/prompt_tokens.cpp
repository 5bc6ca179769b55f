// A conversation as a list of tokens that can be read.
#include "engine/generate/local_engine.h"
#include "engine/generate/prompt.h"

namespace halftone {

Result<std::vector<PromptToken>> Engine::prompt_tokens(const std::vector<ChatMessage>&, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not show the tokens of a prompt");
}

std::string LocalEngine::token_text(TokenId token) const {
  const Tokenizer& tokenizer = *opened_.tokenizer;
  return tokenizer.is_control(token) ? tokenizer.piece(token) : tokenizer.decode(token);
}

Result<std::vector<PromptToken>> LocalEngine::prompt_tokens(const std::vector<ChatMessage>& messages, std::stop_token stop) {
  auto ids = Prompt(chat_template(), *opened_.tokenizer).tokens(messages, std::move(stop));
  if (!ids) return pass_on(std::move(ids));
  std::vector<PromptToken> tokens;
  tokens.reserve(ids->size());
  for (const TokenId id : *ids) tokens.push_back({id, token_text(id)});
  return tokens;
}

}  // namespace halftone
