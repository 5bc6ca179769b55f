#include "engine/jinja/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/utf8.h"
#include "engine/jinja/special_casing.h"
#include "engine/base/utf8_stream.h"

namespace halftone::jinja {
namespace {

utf8proc_int32_t code(char32_t character) { return static_cast<utf8proc_int32_t>(character); }

void append_upper(std::string& text, char32_t character, bool title = false) {
  const auto special = std::ranges::lower_bound(special_casing, character, {}, &SpecialCasing::character);
  if (special != std::end(special_casing) && special->character == character)
    text += title ? special->title : special->upper;
  else
    append_character(text, static_cast<char32_t>(title ? utf8proc_totitle(code(character)) : utf8proc_toupper(code(character))));
}

constexpr char32_t capital_sigma = 0x3A3, capital_i_with_dot = 0x130;

bool is_case_ignorable(char32_t c) {
  const auto category = utf8proc_category(code(c));
  return c == '\'' || c == '.' || c == ':' || c == '^' || c == '`' || c == 0xB7 || c == 0x2019 || category == UTF8PROC_CATEGORY_MN ||
         category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_LM ||
         category == UTF8PROC_CATEGORY_SK;
}

// A sigma that ends a word has a form of its own.
bool ends_word(std::string_view text, std::size_t sigma) {
  std::size_t at = sigma;
  char32_t before = 0;
  while (at > 0) {
    at = character_before(text, at);
    before = character_at(text, at);
    if (!is_case_ignorable(before)) break;
  }
  if (sigma == 0 || !is_cased(before)) return false;
  for (at = sigma + character_size(text[sigma]); at < text.size(); at += character_size(text[at]))
    if (!is_case_ignorable(character_at(text, at))) return !is_cased(character_at(text, at));
  return true;
}

void append_lower(std::string& result, std::string_view text, std::size_t at) {
  const char32_t c = character_at(text, at);
  if (c == capital_sigma)
    result += ends_word(text, at) ? "\u03C2" : "\u03C3";
  else if (c == capital_i_with_dot)
    result += "i\u0307";
  else
    append_character(result, static_cast<char32_t>(utf8proc_tolower(code(c))));
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

// Digits that are no decimals: superscripts, circled ones and their like.
bool is_digit_like(char32_t c) {
  static constexpr std::pair<char32_t, char32_t> ranges[] = {
      {0xB2, 0xB3},     {0xB9, 0xB9},     {0x1369, 0x1371},   {0x19DA, 0x19DA},   {0x2070, 0x2070},   {0x2074, 0x2079},  {0x2080, 0x2089},
      {0x2460, 0x2468}, {0x2474, 0x247C}, {0x2488, 0x2490},   {0x24EA, 0x24EA},   {0x24F5, 0x24FD},   {0x24FF, 0x24FF},  {0x2776, 0x277E},
      {0x2780, 0x2788}, {0x278A, 0x2792}, {0x10A40, 0x10A43}, {0x10E60, 0x10E68}, {0x11052, 0x1105A}, {0x1F100, 0x1F10A}};
  return is_decimal(c) || std::ranges::any_of(ranges, [c](const auto& range) { return c >= range.first && c <= range.second; });
}

bool is_numeric(char32_t c) {
  const auto category = utf8proc_category(code(c));
  // The numerals among the ideographs in common use.
  static constexpr std::u32string_view ideographs =
      U"\u4E00\u4E8C\u4E09\u56DB\u4E94\u516D\u4E03\u516B\u4E5D\u5341\u767E\u5343\u842C\u4E07\u5104\u4EBF\u5146\u96F6\u4E24\u5169";
  return (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) || ideographs.find(c) != std::u32string_view::npos;
}

bool is_upper(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_LU; }
bool is_lower(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_LL || c == 0xAA || c == 0xBA; }
bool is_title(char32_t c) { return utf8proc_category(code(c)) == UTF8PROC_CATEGORY_LT; }
bool is_cased(char32_t c) { return is_upper(c) || is_lower(c) || is_title(c); }

std::string to_upper(std::string_view text) {
  std::string result;
  for_each_character(text, [&](char32_t c) { append_upper(result, c); });
  return result;
}

std::string to_lower(std::string_view text) { return to_lower_from(text, 0); }

std::string to_lower_from(std::string_view text, std::size_t begin) {
  std::string result;
  for (std::size_t at = begin; at < text.size(); at += character_size(text[at])) append_lower(result, text, at);
  return result;
}

std::string to_title(std::string_view text, bool& inside_word) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += character_size(text[at])) {
    const char32_t c = character_at(text, at);
    if (inside_word)
      append_lower(result, text, at);
    else
      append_upper(result, c, true);
    inside_word = is_cased(c);
  }
  return result;
}

std::string case_folded(std::string_view text) {
  std::string result;
  for_each_character(text, [&](char32_t c) {
    std::string upper;
    append_upper(upper, c);
    for_each_character(count_characters(upper) > 1 ? std::string_view(upper) : std::string_view(),
                       [&](char32_t part) { append_character(result, static_cast<char32_t>(utf8proc_tolower(code(part)))); });
    if (count_characters(upper) > 1) return;
    if (c == 0x3C2) append_character(result, 0x3C3);
    else if (c == capital_i_with_dot) result += "i\u0307";
    else append_character(result, static_cast<char32_t>(utf8proc_tolower(code(c))));
  });
  return result;
}

std::string swapped_case(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += character_size(text[at])) {
    const char32_t c = character_at(text, at);
    if (is_upper(c))
      append_lower(result, text, at);
    else if (is_lower(c))
      append_upper(result, c);
    else
      append_character(result, c);
  }
  return result;
}

}  // namespace halftone::jinja
