// What the readers of vocabularies share: tokens by id, merges by name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/sentence.h"
#include "engine/tokenizer/pipeline.h"

namespace halftone {

// Collects tokens by id. Throws Refused for an empty token, an id twice, and ids far beyond the number of tokens.
class Vocabulary {
 public:
  Vocabulary(std::string_view file, std::size_t expected) : file_(file), most_(2 * expected + 65'536) { tokens_.reserve(expected); }

  void add(std::int64_t id, std::string text);
  std::vector<std::string> take() { return std::move(tokens_); }

 private:
  std::string file_;
  std::size_t most_;
  std::vector<std::string> tokens_;
};

// "left right". Tokens of bytes hold no space; where tokens may, the first space behind the first byte divides them. Throws Refused.
std::pair<std::string, std::string> split_merge(std::string_view merge, std::size_t index, bool tokens_hold_spaces = false);

// Adds merges in order of their rank. One whose parts or whole is no token can never happen: it is left out, and noted.
void add_merges(BpeData& bpe, const std::vector<std::pair<std::string, std::string>>& merges, std::vector<Sentence>& notes);

// Vocabularies of bytes that store no merges (tiktoken, tekken): any two neighbours join whose bytes together are a token, the token's
// own rank deciding. `bytes` by rank, each not empty; ids are ranks + first_id. Throws Refused for a token of more than 1,024 bytes.
BpeData bpe_of_ranks(const std::vector<std::string>& bytes, TokenId first_id);

}  // namespace halftone
