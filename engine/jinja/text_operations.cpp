#include "engine/jinja/text_operations.h"

#include <algorithm>
#include <cstring>

#include "engine/jinja/print.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {

std::size_t find_bytes(std::string_view text, std::string_view part, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  if (part.empty()) return from;
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : std::string_view::npos;
}

std::size_t find_last_bytes(std::string_view text, std::string_view part) {
  const std::string text_backwards(text.rbegin(), text.rend()), part_backwards(part.rbegin(), part.rend());
  const std::size_t found = find_bytes(text_backwards, part_backwards, 0);
  return found == std::string_view::npos ? found : text.size() - found - part.size();
}

Text stripped(const Text& text, const Text* characters, bool left, bool right) {
  const std::string& bytes = text.bytes();
  const auto goes = [&](std::size_t at) {
    if (!characters) return is_space(character_at(bytes, at));
    return characters->bytes().find(bytes.substr(at, character_size(bytes[at]))) != std::string::npos;
  };
  std::size_t begin = 0, end = bytes.size();
  while (left && begin < end && goes(begin)) begin += character_size(bytes[begin]);
  while (right && end > begin && goes(character_before(bytes, end))) end = character_before(bytes, end);
  return text.slice(begin, end);
}

Text replaced(const Text& text, const Text& old, const Text& by, std::int64_t count, Budget& budget) {
  const std::string& bytes = text.bytes();
  Text result;
  std::size_t at = 0;
  for (; count != 0; --count) {
    budget.step();
    // An empty text is found before every character and at the end.
    const std::size_t found = find_bytes(bytes, old.bytes(), at);
    if (found == std::string_view::npos) break;
    append(result, text.slice(at, found), budget);
    append(result, by, budget);
    at = found + old.size();
    if (!old.empty()) continue;
    if (at == bytes.size()) return result;
    const std::size_t next = at + character_size(bytes[at]);
    append(result, text.slice(at, next), budget);
    at = next;
  }
  append(result, text.slice(at, bytes.size()), budget);
  return result;
}

Text repeated(const Text& text, std::size_t times, Budget& budget) {
  if (!text.empty() && times > limits::text_bytes / text.size())
    raise_limit("a text repeated {} times is longer than the {} bytes that are allowed", times, limits::text_bytes);
  Text result;
  for (std::size_t i = 0; i < times && !text.empty(); ++i) {
    budget.step();
    result.append(text);
  }
  return result;
}

Text joined(const Text& separator, const std::vector<Value>& items, Budget& budget) {
  Text result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    budget.step();
    if (i > 0) append(result, separator, budget);
    append(result, to_text(items[i], budget), budget);
  }
  return result;
}

namespace {

using Range = std::pair<std::size_t, std::size_t>;

std::vector<Range> split_at_spaces(std::string_view bytes, std::int64_t count) {
  std::vector<Range> parts;
  std::size_t at = 0;
  const auto skip = [&](bool spaces) {
    while (at < bytes.size() && is_space(character_at(bytes, at)) == spaces) at += character_size(bytes[at]);
    return at;
  };
  while (skip(true) < bytes.size()) {
    const std::size_t begin = at;
    if (count >= 0 && static_cast<std::int64_t>(parts.size()) == count) {  // the rest as it is
      parts.emplace_back(begin, bytes.size());
      break;
    }
    parts.emplace_back(begin, skip(false));
  }
  return parts;
}

std::vector<Range> split_at_spaces_from_right(std::string_view bytes, std::int64_t count) {
  std::vector<Range> words = split_at_spaces(bytes, -1);
  if (count < 0 || static_cast<std::int64_t>(words.size()) <= count) return words;
  const auto kept = words.end() - count;
  std::vector<Range> parts{{0, (kept - 1)->second}};
  // What stands before the first separate word stays whole, spaces at its beginning included.
  parts.insert(parts.end(), kept, words.end());
  return parts;
}

std::vector<Range> split_at(std::string_view bytes, std::string_view separator, std::int64_t count, bool from_right) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; (at = find_bytes(bytes, separator, at)) != std::string_view::npos; at += separator.size()) {
    if (!from_right && count >= 0 && static_cast<std::int64_t>(found.size()) == count) break;
    found.push_back(at);
  }
  if (from_right && count >= 0 && static_cast<std::int64_t>(found.size()) > count) found.erase(found.begin(), found.end() - count);
  std::vector<Range> parts;
  std::size_t begin = 0;
  for (const std::size_t at : found) {
    parts.emplace_back(begin, at);
    begin = at + separator.size();
  }
  parts.emplace_back(begin, bytes.size());
  return parts;
}

}  // namespace

std::vector<Text> split(const Text& text, const Text* separator, std::int64_t count, bool from_right, Budget& budget) {
  const std::string& bytes = text.bytes();
  if (separator && separator->empty()) raise("empty separator");
  const std::vector<Range> ranges = separator    ? split_at(bytes, separator->bytes(), count, from_right)
                                    : from_right ? split_at_spaces_from_right(bytes, count)
                                                 : split_at_spaces(bytes, count);
  budget.step(ranges.size());
  budget.charge(ranges.size() * 128);
  std::vector<Text> parts;
  parts.reserve(ranges.size());
  for (const auto& [begin, end] : ranges) parts.push_back(text.slice(begin, end));
  return parts;
}

std::vector<Text> lines_of(const Text& text, bool keep_ends, Budget& budget) {
  const std::string& bytes = text.bytes();
  const auto ends_line = [](char32_t c) { return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c == 0x85 || c == 0x2028 || c == 0x2029; };
  std::vector<Text> lines;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = bytes.compare(at, 2, "\r\n") == 0 ? 2 : character_size(bytes[at]);
    if (ends_line(character_at(bytes, at))) {
      budget.step();
      budget.charge(128);
      lines.push_back(text.slice(begin, keep_ends ? at + size : at));
      begin = at + size;
    }
    at += size;
  }
  if (begin < bytes.size()) lines.push_back(text.slice(begin, bytes.size()));
  return lines;
}

Text indented(const Text& text, const Text& indentation, bool first, bool blank, Budget& budget) {
  Text whole = text;
  append(whole, "\n", budget);  // so that a last empty line counts
  Text result;
  for (bool is_first = true; const Text& line : lines_of(whole, false, budget)) {
    if (!is_first) append(result, "\n", budget);
    if (is_first ? first : (blank || !line.empty())) append(result, indentation, budget);
    append(result, line, budget);
    is_first = false;
  }
  return result;
}

Text capitalized(const Text& text) {
  bool first = true;
  return text.transformed([&](std::string_view stretch) {
    if (!first || stretch.empty()) return to_lower(stretch);
    first = false;
    const std::size_t size = character_size(stretch.front());
    bool inside_word = false;
    return to_title(stretch.substr(0, size), inside_word) + to_lower_from(stretch, size);
  });
}

Text padded(const Text& text, std::int64_t width, std::string_view fill, bool left, bool right, Budget& budget) {
  const auto length = static_cast<std::int64_t>(count_characters(text.bytes()));
  const std::int64_t missing = std::max<std::int64_t>(width - length, 0);
  if (missing > static_cast<std::int64_t>(limits::text_bytes)) budget.charge_text(limits::text_bytes + 1);
  // Python's center() puts the odd space on the left when the width is odd too.
  const std::int64_t before = left && right ? missing / 2 + (missing & width & 1) : left ? missing : 0;
  const Text unit(std::string(fill), false);
  Text result = repeated(unit, static_cast<std::size_t>(before), budget);
  append(result, text, budget);
  append(result, repeated(unit, static_cast<std::size_t>(missing - before), budget), budget);
  return result;
}

}  // namespace halftone::jinja
