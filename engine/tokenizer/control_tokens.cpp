#include "engine/tokenizer/control_tokens.h"

#include <algorithm>

namespace halftone {

void ControlTokens::add(std::string text, TokenId id) {
  auto& entries = by_first_byte_[static_cast<unsigned char>(text.front())];
  const auto place = std::ranges::find_if(entries, [&](const Entry& other) { return other.text.size() < text.size(); });
  entries.insert(place, {std::move(text), id});
}

std::optional<ControlTokens::Match> ControlTokens::find(std::string_view text, std::size_t from) const {
  for (std::size_t begin = from; begin < text.size(); ++begin) {
    const std::string_view rest = text.substr(begin);
    for (const Entry& entry : by_first_byte_[static_cast<unsigned char>(rest.front())])
      if (rest.starts_with(entry.text)) return Match{begin, entry.text.size(), entry.id};
  }
  return std::nullopt;
}

}  // namespace halftone
