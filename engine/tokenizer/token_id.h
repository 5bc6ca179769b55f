#pragma once

#include <cstdint>
#include <string>

namespace halftone {

using TokenId = std::int32_t;

// A token that is found in a text as a whole, before any model splits it.
struct AddedToken {
  TokenId id = 0;
  std::string text;
  bool special = false;      // hidden in a reply, and never found in a user's text
  bool mark = false;         // printed, but never found in a user's text either: a turn mark that its file calls ordinary
  bool lstrip = false;       // takes the white space to its left with it
  bool rstrip = false;       // … to its right
  bool single_word = false;  // not inside a word
  bool normalized = false;   // found after the normaliser rather than before

  bool only_from_template() const { return special || mark; }
};

}  // namespace halftone
