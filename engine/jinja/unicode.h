// What Python knows about characters, for strings that are valid UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace halftone::jinja {

std::string with_valid_utf8(std::string_view text);  // wrong bytes become U+FFFD

char32_t character_at(std::string_view text, std::size_t at);
std::size_t character_size(char lead_byte);
void append_character(std::string& text, char32_t character);
std::size_t count_characters(std::string_view text);
std::size_t byte_of_character(std::string_view text, std::size_t index);  // text.size() when beyond the end
std::size_t character_before(std::string_view text, std::size_t end);     // where the character that ends there begins

bool is_space(char32_t character);
bool is_alphabetic(char32_t character);
bool is_decimal(char32_t character);
bool is_digit_like(char32_t character);  // str.isdigit()
bool is_numeric(char32_t character);     // str.isnumeric()
bool is_printable(char32_t character);   // what repr() shows as it is
bool is_upper(char32_t character);
bool is_lower(char32_t character);
bool is_title(char32_t character);
bool is_cased(char32_t character);  // one of the three

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
std::string to_lower_from(std::string_view text, std::size_t begin);  // what is before `begin` only tells how to write the rest
std::string swapped_case(std::string_view text);
std::string case_folded(std::string_view text);
std::string to_title(std::string_view text, bool& inside_word);  // every word; one may have begun before `text`

}  // namespace halftone::jinja
