// Tokens that end a turn, known by their text: for files that do not say which do.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/tokenizer/token_id.h"

namespace halftone {

struct Mark {
  TokenId id = 0;
  std::string_view text;
  bool control = false;  // as the file has it; others are user-defined: matched as a whole, but printed
};

// Of a vocabulary's marks those at which a reply is over, in the order given.
std::vector<TokenId> turn_ends(std::span<const Mark> marks);

}  // namespace halftone
