#include "engine/base/utf8_stream.h"

#include <algorithm>
#include <utility>

namespace halftone {
namespace {

constexpr std::string_view replacement = "\uFFFD";

struct Character {
  int size = 0;           // bytes taken: of a valid character, or of the longest start of one that then breaks off
  bool valid = false;
  bool incomplete = false;  // nothing wrong so far, but the bytes end here
};

// Table 3-7 of the Unicode standard; what is replaced follows its "maximal subpart" practice, as Python's decoder does.
Character first_character(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1};
  const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  unsigned char low = 0x80, high = 0xBF;  // of the second byte: no overlong forms, no surrogates, nothing above U+10FFFF
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  for (int i = 1; i < length; ++i, low = 0x80, high = 0xBF) {
    if (static_cast<std::size_t>(i) == bytes.size()) return {i, false, true};
    if (at(i) < low || at(i) > high) return {i};
  }
  return {length, true};
}

}  // namespace

Utf8Stream::Utf8Stream(std::vector<std::string> stop_strings) : stop_strings_(std::move(stop_strings)) {
  std::erase(stop_strings_, std::string());
}

std::string Utf8Stream::push(std::string_view bytes) {
  if (stopped_) return {};
  bytes_ += bytes;
  std::string_view rest = bytes_;
  while (!rest.empty()) {
    const Character character = first_character(rest);
    if (character.incomplete) break;
    held_ += character.valid ? rest.substr(0, character.size) : replacement;
    rest.remove_prefix(character.size);
  }
  bytes_.erase(0, bytes_.size() - rest.size());

  std::size_t stop = std::string::npos;
  for (const std::string& text : stop_strings_) stop = std::min(stop, held_.find(text));
  if (stop != std::string::npos) {
    stopped_ = true;
    bytes_.clear();
    held_.resize(stop);
    return std::exchange(held_, {});
  }
  // Keep the longest end of the text that is a beginning of some stop string.
  std::size_t keep = 0;
  for (const std::string& text : stop_strings_)
    for (std::size_t size = std::min(text.size() - 1, held_.size()); size > keep; --size)
      if (held_.ends_with(std::string_view(text).substr(0, size))) keep = size;
  std::string certain = held_.substr(0, held_.size() - keep);
  held_.erase(0, certain.size());
  return certain;
}

std::string Utf8Stream::finish() {
  if (stopped_) return {};
  if (!bytes_.empty()) held_ += replacement;  // one incomplete character
  bytes_.clear();
  return std::exchange(held_, {});
}

}  // namespace halftone
