// Finds added tokens in a text, as AddedVocabulary of the `tokenizers` library does (added_vocabulary.rs, version 0.21):
// from left to right, the longest where several begin at the same place, none inside another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/tokenizer/token_id.h"

namespace halftone {

class AddedTokens {
 public:
  AddedTokens() = default;
  // Of several with one text the first counts. An empty text is never found.
  explicit AddedTokens(std::vector<AddedToken> tokens);

  // The bytes [begin, end) belong to the token, white space that it strips included.
  // An oddity kept from the library: white space that a token with rstrip took may itself be a token, which is then found in it
  // again, so `begin` may lie before the end of the match before. Plain text lies between the end of one and the begin of the next,
  // if that is further on.
  struct Match {
    std::size_t begin, end;
    TokenId id;
    const AddedToken* token;
  };

  // `may_take(begin, end, token)` is asked about each token's own text. Where it says no, as for the mark that a user typed, the
  // whole text of the token is left as plain text, and what lies inside it is not looked for (encode_special_tokens=True).
  template <typename MayTake>
  std::vector<Match> find(std::string_view text, MayTake may_take) const {
    std::vector<Match> matches;
    for (std::size_t at = 0; const AddedToken* token = next(text, at);) {
      const std::size_t begin = at, end = at + token->text.size();
      at = end;
      if (!may_take(begin, end, *token) || (token->single_word && !stands_alone(text, begin, end))) continue;
      const std::size_t taken = matches.empty() ? 0 : matches.back().end;
      matches.push_back(with_white_space(text, begin, end, taken, *token));
    }
    return matches;
  }
  std::vector<Match> find(std::string_view text) const {
    return find(text, [](std::size_t, std::size_t, const AddedToken&) { return true; });
  }

  bool empty() const { return tokens_.empty(); }
  const std::vector<AddedToken>& tokens() const { return tokens_; }  // by text

 private:
  // Moves `at` to the first place at or after it where a token's text stands; null where there is none.
  const AddedToken* next(std::string_view text, std::size_t& at) const;
  const AddedToken* longest_at(std::string_view rest) const;
  static bool stands_alone(std::string_view text, std::size_t begin, std::size_t end);
  static Match with_white_space(std::string_view text, std::size_t begin, std::size_t end, std::size_t taken, const AddedToken& token);

  std::vector<AddedToken> tokens_;                 // by text, no two alike
  std::array<std::uint32_t, 257> first_byte_{};    // tokens_[first_byte_[b] … first_byte_[b + 1]) begin with the byte b
};

}  // namespace halftone
