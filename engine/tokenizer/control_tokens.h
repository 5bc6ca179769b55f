// Finds control tokens in text that a chat template wrote.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

class ControlTokens {
 public:
  void add(std::string text, TokenId id);

  struct Match {
    std::size_t begin, size;
    TokenId id;
  };
  // The first control token at or after `from`; where several begin at the same byte, the longest.
  std::optional<Match> find(std::string_view text, std::size_t from) const;

 private:
  struct Entry {
    std::string text;
    TokenId id;
  };
  std::vector<Entry> by_first_byte_[256];  // the longest first
};

}  // namespace halftone
