// Classes of characters as Rust's regex crate has them, which the `tokenizers` library searches with, and steps through UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace halftone {

struct Character {
  char32_t code = no_character;
  std::size_t size = 0;  // bytes; 0 at the end of the text, 1 for a byte that is no UTF-8
  static constexpr char32_t no_character = 0xFFFFFFFF;
};
Character first_character(std::string_view text);
Character last_character(std::string_view text);

bool is_white_space(char32_t code);  // \s: the property White_Space
bool is_word(char32_t code);         // \w: letters and other Alphabetic, marks, decimal digits, connectors, joiners

}  // namespace halftone
