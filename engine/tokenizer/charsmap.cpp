#include "engine/tokenizer/charsmap.h"

#include <cstring>

#include "engine/tokenizer/unicode.h"

namespace halftone {

namespace {

// A unit of a darts-clone trie.
std::size_t offset_of(std::uint32_t unit) { return static_cast<std::size_t>(unit >> 10) << ((unit & (1U << 9)) >> 6); }
bool has_value(std::uint32_t unit) { return unit >> 8 & 1; }
std::uint32_t label_of(std::uint32_t unit) { return unit & ((1U << 31) | 0xFF); }
std::uint32_t value_of_leaf(std::uint32_t unit) { return unit & 0x7FFFFFFF; }

}  // namespace

Result<Charsmap> Charsmap::read(std::string_view bytes) {
  const auto broken = [&] {
    return fail(ErrorKind::malformed, "Download the tokenizer's files again.",
                "the normalisation rules of the tokenizer ({} bytes) point outside themselves", bytes.size());
  };
  std::uint32_t trie_bytes = 0;
  if (bytes.size() < sizeof trie_bytes) return broken();
  std::memcpy(&trie_bytes, bytes.data(), sizeof trie_bytes);
  bytes.remove_prefix(sizeof trie_bytes);
  if (trie_bytes == 0 || trie_bytes >= bytes.size() || trie_bytes % sizeof(std::uint32_t) != 0 || bytes.back() != '\0') return broken();
  Charsmap map;
  map.units_.resize(trie_bytes / sizeof(std::uint32_t));
  std::memcpy(map.units_.data(), bytes.data(), trie_bytes);
  map.replacements_ = bytes.substr(trie_bytes);
  return map;
}

std::optional<std::string_view> Charsmap::replacement_of(std::string_view grapheme) const {
  std::size_t place = offset_of(units_[0]);
  for (const char c : grapheme) {
    if (c == '\0') return std::nullopt;
    place ^= static_cast<unsigned char>(c);
    if (place >= units_.size() || label_of(units_[place]) != static_cast<unsigned char>(c)) return std::nullopt;
    const std::uint32_t unit = units_[place];
    place ^= offset_of(unit);
    if (!has_value(unit)) continue;
    if (place >= units_.size() || value_of_leaf(units_[place]) >= replacements_.size()) return std::nullopt;
    return replacements_.c_str() + value_of_leaf(units_[place]);  // ends at the first NUL; the last byte is one
  }
  return std::nullopt;
}

std::string Charsmap::apply(std::string_view text) const {
  constexpr std::size_t kLongestRuledGrapheme = 5;  // bytes; longer ones are looked up character by character
  std::string out;
  out.reserve(text.size());
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    int state = 0;
    char32_t left = unicode::next(text, end);
    while (end < text.size()) {
      std::size_t after = end;
      const char32_t right = unicode::next(text, after);
      if (unicode::grapheme_ends(left, right, state)) break;
      left = right;
      end = after;
    }
    const std::string_view grapheme = text.substr(begin, end - begin);
    if (const auto whole = grapheme.size() <= kLongestRuledGrapheme ? replacement_of(grapheme) : std::nullopt) {
      out += *whole;
    } else {
      for (std::size_t at = 0; at < grapheme.size();) {
        const std::size_t from = at;
        unicode::next(grapheme, at);
        const std::string_view character = grapheme.substr(from, at - from);
        out += replacement_of(character).value_or(character);
      }
    }
    begin = end;
  }
  return out;
}

}  // namespace halftone
