#include "engine/tokenizer/added_tokens.h"

#include <algorithm>
#include <iterator>

#include "engine/tokenizer/unicode.h"

namespace halftone {

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens)) {
  std::erase_if(tokens_, [](const AddedToken& token) { return token.text.empty(); });
  std::ranges::stable_sort(tokens_, {}, &AddedToken::text);
  const auto doubles = std::ranges::unique(tokens_, {}, &AddedToken::text);
  tokens_.erase(doubles.begin(), doubles.end());
  for (const AddedToken& token : tokens_) ++first_byte_[static_cast<unsigned char>(token.text.front()) + 1U];
  for (std::size_t byte = 1; byte < first_byte_.size(); ++byte) first_byte_[byte] += first_byte_[byte - 1];
}

const AddedToken* AddedTokens::next(std::string_view text, std::size_t& at) const {
  for (; at < text.size(); ++at)
    if (const AddedToken* token = longest_at(text.substr(at))) return token;
  return nullptr;
}

// The tokens that share the first n bytes with the text are one range of the sorted list; each byte more narrows it.
const AddedToken* AddedTokens::longest_at(std::string_view rest) const {
  const auto first = static_cast<unsigned char>(rest.front());
  auto low = tokens_.begin() + first_byte_[first], high = tokens_.begin() + first_byte_[first + 1U];
  const AddedToken* longest = nullptr;
  for (std::size_t shared = 1; low != high; ++shared) {
    if (low->text.size() == shared) longest = &*low++;  // a prefix of the others stands before them
    if (low == high || shared == rest.size()) break;
    if (std::next(low) == high) return rest.starts_with(low->text) ? &*low : longest;
    const auto byte_at = [shared](const AddedToken& token) { return static_cast<unsigned char>(token.text[shared]); };
    const auto narrowed = std::ranges::equal_range(low, high, static_cast<unsigned char>(rest[shared]), {}, byte_at);
    low = narrowed.begin();
    high = narrowed.end();
  }
  return longest;
}

bool AddedTokens::stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  const auto joins = [](char32_t c) { return unicode::is_word(c) || unicode::is_join_control(c); };
  return (begin == 0 || !joins(unicode::previous(text, begin))) && (end == text.size() || !joins(unicode::next(text, end)));
}

AddedTokens::Match AddedTokens::with_white_space(std::string_view text, std::size_t begin, std::size_t end, std::size_t taken,
                                                 const AddedToken& token) {
  if (token.lstrip) {
    for (std::size_t at = begin; at > 0 && unicode::is_white_space(unicode::previous(text, at));) begin = at;
    begin = std::max(begin, taken);  // what another token took is not taken again
  }
  if (token.rstrip)
    for (std::size_t at = end; at < text.size() && unicode::is_white_space(unicode::next(text, at));) end = at;
  return {begin, end, token.id, &token};
}

}  // namespace halftone
