#include "engine/text/jinja/unicode.h"

#include <utf8proc.h>

#include "engine/base/utf8.h"
#include "engine/text/utf8_stream.h"

namespace halftone::jinja {
namespace {

utf8proc_int32_t code(char32_t character) { return static_cast<utf8proc_int32_t>(character); }

// The one common letter whose capital is two letters.
constexpr char32_t sharp_s = 0xDF;

void append_upper(std::string& text, char32_t character, bool title = false) {
  if (character == sharp_s) {
    text += title ? "Ss" : "SS";
  } else {
    append_character(text, static_cast<char32_t>(title ? utf8proc_totitle(code(character)) : utf8proc_toupper(code(character))));
  }
}

template <class F>
void for_each_character(std::string_view text, F&& f) {
  for (std::size_t at = 0; at < text.size(); at += character_size(text[at])) f(character_at(text, at));
}

}  // namespace

std::string with_valid_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  Utf8Stream stream;
  std::string valid = stream.push(text);
  return valid + stream.finish();
}

std::size_t character_size(char lead_byte) {
  const auto lead = static_cast<unsigned char>(lead_byte);
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

char32_t character_at(std::string_view text, std::size_t at) {
  const std::size_t size = character_size(text[at]);
  const auto lead = static_cast<unsigned char>(text[at]);
  char32_t character = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
    character = character << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  return character;
}

void append_character(std::string& text, char32_t character) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xC0 | character >> 6);
    tail(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xE0 | character >> 12);
    tail(6), tail(0);
  } else {
    text += static_cast<char>(0xF0 | character >> 18);
    tail(12), tail(6), tail(0);
  }
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::size_t byte_of_character(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += character_size(text[at]);
  return at;
}

std::size_t character_before(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_alphabetic(char32_t c) {
  const auto category = utf8proc_category(code(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_decimal(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_ND; }

bool is_printable(char32_t c) {
  if (c == ' ') return true;
  const auto category = utf8proc_category(code(c));
  return category >= UTF8PROC_CATEGORY_LU && category < UTF8PROC_CATEGORY_ZS;  // no separators, controls, surrogates, unassigned
}

bool is_upper(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_LU; }
bool is_lower(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_LL; }

std::string to_upper(std::string_view text) {
  std::string result;
  for_each_character(text, [&](char32_t c) { append_upper(result, c); });
  return result;
}

std::string to_lower(std::string_view text) {
  std::string result;
  for_each_character(text, [&](char32_t c) { append_character(result, static_cast<char32_t>(utf8proc_tolower(code(c)))); });
  return result;
}

std::string to_title(std::string_view text, bool& inside_word) {
  std::string result;
  for_each_character(text, [&](char32_t c) {
    if (inside_word) append_character(result, static_cast<char32_t>(utf8proc_tolower(code(c))));
    else append_upper(result, c, true);
    inside_word = is_alphabetic(c);
  });
  return result;
}

}  // namespace halftone::jinja
