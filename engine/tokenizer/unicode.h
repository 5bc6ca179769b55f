// What the tokenizer's steps ask of Unicode: characters of UTF-8 text, their classes, case and normal forms. Classes are those of the
// libraries that the steps are defined by (Rust's standard library and its regex crate), as far as the Unicode version agrees.
#pragma once

#include <string>
#include <string_view>

#include "engine/tokenizer/pipeline.h"

namespace halftone::unicode {

// The character that begins at `at`, which moves behind it. In bytes that are no UTF-8: some character, and never past the end.
char32_t next(std::string_view text, std::size_t& at);
// The character that ends at `at`, which moves to its first byte.
char32_t previous(std::string_view text, std::size_t& at);
void append(std::string& text, char32_t character);

// Bytes that are no UTF-8 become U+FFFD, as Python's errors="replace" does; valid text comes back as it is.
std::string replace_invalid(std::string_view bytes);

bool is_white_space(char32_t c);      // White_Space
bool is_word(char32_t c);             // \w: alphabetic, marks, decimal digits, connectors
bool is_join_control(char32_t c);
bool is_numeric(char32_t c);          // categories N*
bool is_decimal_digit(char32_t c);    // category Nd
bool is_punctuation(char32_t c);      // categories P*
bool is_mark(char32_t c);             // categories M*

void append_lowercase(std::string& text, char32_t c);
std::string normal_form(std::string_view text, normalizer::Form form);
bool is_ascii(std::string_view text);

// Whether an extended grapheme cluster ends between two neighbours. `state` starts at 0 and belongs to one walk over one text.
bool grapheme_ends(char32_t left, char32_t right, int& state);

}  // namespace halftone::unicode
