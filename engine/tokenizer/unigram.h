// Unigram language model (Kudo, arXiv:1804.10959): of all ways to cut a word into tokens the one whose scores add up highest, by Viterbi.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/tokenizer/byte_trie.h"
#include "engine/tokenizer/pipeline.h"

namespace halftone {

class Unigram {
 public:
  explicit Unigram(const UnigramData& data);

  // Appends a word's tokens. Linear in its length, times the longest token. Neighbouring unknown characters are one unknown token.
  void encode(std::string_view word, std::vector<TokenId>& ids) const;

 private:
  ByteTrie trie_;
  std::vector<double> scores_;
  double unknown_score_ = 0;
  std::optional<TokenId> unknown_;
  std::array<TokenId, 256> byte_{};  // byte_fallback; -1: none
};

}  // namespace halftone
