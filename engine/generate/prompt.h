// Messages to tokens, so that a later turn begins with exactly the tokens of the turns before it.
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/text/chat_template.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

// A last message of the model's own is a reply that was cut: the prompt ends within it, as it stood when that was written.
bool goes_on(const std::vector<ChatMessage>& messages);

// A reply is sampled token by token, and its text need not encode to the same tokens again. So a Prompt remembers what the last turn was
// in tokens, and encodes only the text after it: the cache then holds for the reply too. After an edit the turns before it still stand.
class Prompt {
 public:
  Prompt(const ChatTemplate& chat_template, const Tokenizer& tokenizer) : template_(&chat_template), tokenizer_(&tokenizer) {}

  // Stopped, it fails (cancelled) and remembers what it did before.
  Result<std::vector<TokenId>> tokens(const std::vector<ChatMessage>& messages, std::stop_token stop = {});

  // The last prompt was answered with these tokens, which read as `text`.
  void answered(std::span<const TokenId> reply, std::string_view text);

 private:
  const ChatTemplate* template_;
  const Tokenizer* tokenizer_;
  // The last prompt and its answer, and how far text and tokens reached at the end of every prompt and every answer.
  struct Seam { std::size_t text = 0, tokens = 0; };
  std::string text_;
  std::vector<TokenId> tokens_;
  std::vector<Seam> seams_;
};

}  // namespace halftone
