// Methods of strings.
#include <algorithm>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/method_table.h"
#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

const Text& self_text(const Value& self) { return *as_text(self); }

const Text* optional_text(const Arguments& arguments, std::size_t index, std::string_view name) {
  const Value* value = arguments.find(index, name);
  if (!value || is_none(*value)) return nullptr;
  return &arguments.text(index, name);
}

template <bool left, bool right>
Value strip(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("strip", {""});
  return in.text(stripped(self_text(self), optional_text(arguments, 0, "chars"), left, right));
}

template <bool from_right>
Value split_method(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("split", {"sep", "maxsplit"});
  std::vector<Value> parts;
  const std::int64_t count = arguments.integer(1, "maxsplit", -1);
  for (Text& part : split(self_text(self), optional_text(arguments, 0, "sep"), count, from_right, in.budget()))
    parts.push_back(in.text(std::move(part)));
  return in.heap().list(std::move(parts));
}

// The bytes that start and end arguments (counted in characters) choose; nothing when the first is beyond the second.
std::pair<std::size_t, std::size_t> chosen(const Text& text, const Arguments& arguments, std::size_t index) {
  const auto size = static_cast<std::int64_t>(count_characters(text.bytes()));
  const auto clamp = [&](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size); };
  const std::int64_t begin = clamp(std::max(arguments.integer(index, "start", 0), -size));
  const std::int64_t end = clamp(std::max(arguments.integer(index + 1, "end", size), -size));
  if (arguments.integer(index, "start", 0) > size) return {1, 0};  // not even an empty text is there
  return {byte_of_character(text.bytes(), static_cast<std::size_t>(begin)), byte_of_character(text.bytes(), static_cast<std::size_t>(end))};
}

template <bool at_end>
Value starts_or_ends(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow(at_end ? "endswith" : "startswith", {"", "", ""});
  const Value wanted = arguments.require(0, "prefix");
  const auto [begin, end] = chosen(self_text(self), arguments, 1);
  if (begin > end) return false;
  const std::string_view text = std::string_view(self_text(self).bytes()).substr(begin, end - begin);
  const auto matches = [&](const Value& value) {
    if (!as_text(value)) raise("startswith and endswith need a string, not '{}'", type_name(value));
    const std::string& part = as_text(value)->bytes();
    return at_end ? text.ends_with(part) : text.starts_with(part);
  };
  const List* several = as_list(wanted);
  if (several && several->kind == List::Kind::tuple) {
    in.budget().step(several->items.size());
    return std::ranges::any_of(several->items, matches);
  }
  return matches(wanted);
}

template <bool from_right, bool must_exist>
Value find_method(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("find", {"", "", ""});
  const Text& part = arguments.text(0, "sub");
  const auto [begin, end] = chosen(self_text(self), arguments, 1);
  in.budget().step(self_text(self).size() / 64);
  const std::string_view text = begin <= end ? std::string_view(self_text(self).bytes()).substr(begin, end - begin) : std::string_view();
  const std::size_t at = begin > end  ? std::string_view::npos
                         : from_right ? find_last_bytes(text, part.bytes())
                                      : find_bytes(text, part.bytes(), 0);
  if (at == std::string_view::npos) {
    if (must_exist) raise("substring not found");
    return std::int64_t{-1};
  }
  return static_cast<std::int64_t>(count_characters(std::string_view(self_text(self).bytes()).substr(0, begin + at)));
}

Value count_method(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("count", {"", "", ""});
  const Text& part = arguments.text(0, "sub");
  const auto [begin, end] = chosen(self_text(self), arguments, 1);
  if (begin > end) return std::int64_t{0};
  const std::string_view text = std::string_view(self_text(self).bytes()).substr(begin, end - begin);
  if (part.empty()) return static_cast<std::int64_t>(count_characters(text)) + 1;
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = find_bytes(text, part.bytes(), at)) != std::string_view::npos; at += part.size()) {
    in.budget().step();
    ++count;
  }
  return count;
}

Value replace_method(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("replace", {"", "", ""});
  return in.text(
      replaced(self_text(self), arguments.text(0, "old"), arguments.text(1, "new"), arguments.integer(2, "count", -1), in.budget()));
}

Value join_method(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("join", {""});
  const std::vector<Value> items = in.items_of(arguments.require(0, "iterable"));
  for (const Value& item : items)
    if (!as_text(item)) raise("join() needs strings, not '{}'", type_name(item));
  return in.text(joined(self_text(self), items, in.budget()));
}

template <std::string (*change)(std::string_view)>
Value change_letters(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("this method", {});
  in.budget().step(self_text(self).size() / 16);
  return in.text(self_text(self).transformed(change));
}

Value title(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("title", {});
  bool inside_word = false;
  return in.text(self_text(self).transformed([&](std::string_view stretch) { return to_title(stretch, inside_word); }));
}

// True when there is a character and every one passes.
template <bool (*test)(char32_t)>
Value all_characters(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("this method", {});
  const std::string& bytes = self_text(self).bytes();
  in.budget().step(bytes.size() / 16);
  for (std::size_t at = 0; at < bytes.size(); at += character_size(bytes[at]))
    if (!test(character_at(bytes, at))) return false;
  return !bytes.empty();
}
bool is_alphanumeric(char32_t c) { return is_alphabetic(c) || is_numeric(c); }
// These two hold for nothing, too.
template <bool (*test)(char32_t)>
Value no_other_characters(Interpreter& in, const Value& self, const Arguments& arguments) {
  if (self_text(self).empty()) return arguments.allow("this method", {}), true;
  return all_characters<test>(in, self, arguments);
}
bool is_ascii(char32_t c) { return c < 0x80; }
constexpr auto ascii_only = no_other_characters<is_ascii>, printable = no_other_characters<is_printable>;

Value identifier(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("isidentifier", {});
  const std::string& bytes = self_text(self).bytes();
  in.budget().step(bytes.size() / 16);
  if (bytes.empty() || is_decimal(character_at(bytes, 0))) return false;
  for (std::size_t at = 0; at < bytes.size(); at += character_size(bytes[at]))
    if (const char32_t c = character_at(bytes, at); c != '_' && !is_alphabetic(c) && !is_decimal(c)) return false;
  return true;
}

// Capitals begin words and nothing else does.
Value has_title_case(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("istitle", {});
  const std::string& bytes = self_text(self).bytes();
  in.budget().step(bytes.size() / 16);
  bool found = false, inside_word = false;
  for (std::size_t at = 0; at < bytes.size(); at += character_size(bytes[at])) {
    const char32_t c = character_at(bytes, at);
    const bool capital = is_upper(c) || is_title(c);
    if (capital ? inside_word : is_lower(c) && !inside_word) return false;
    inside_word = is_cased(c);
    found |= inside_word;
  }
  return found;
}

Value expand_tabs(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("expandtabs", {"tabsize"});
  const Text& text = self_text(self);
  const std::int64_t size = arguments.integer(0, "tabsize", 8);
  Text result;
  std::int64_t column = 0;
  for (std::size_t at = 0; at < text.size(); at += character_size(text.bytes()[at])) {
    const char c = text.bytes()[at];
    in.budget().step();
    if (c == '\t') {
      const std::int64_t spaces = size > 0 ? size - column % size : 0;
      append(result, repeated(Text(" ", false), static_cast<std::size_t>(spaces), in.budget()), in.budget());
      column += spaces;
    } else {
      append(result, text.slice(at, at + character_size(c)), in.budget());
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  return in.text(std::move(result));
}

Value translate(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("translate", {""});
  const Value table = arguments.require(0, "table");
  const Dict* dict = as_dict(table);
  if (!dict) raise("translate() needs a mapping, not '{}'", type_name(table));
  const Text& text = self_text(self);
  Text result;
  for (std::size_t at = 0; at < text.size(); at += character_size(text.bytes()[at])) {
    in.budget().step();
    const Value* by = dict->find(Value(static_cast<std::int64_t>(character_at(text.bytes(), at))));
    if (!by)
      append(result, text.slice(at, at + character_size(text.bytes()[at])), in.budget());
    else if (as_text(*by))
      append(result, *as_text(*by), in.budget());
    else if (!is_none(*by))
      raise("translate() puts strings or nothing in, not '{}'", type_name(*by));
  }
  return in.text(std::move(result));
}

// Letters of this case, and none of the other.
template <bool (*wanted)(char32_t), bool (*other)(char32_t)>
Value has_case(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("this method", {});
  const std::string& bytes = self_text(self).bytes();
  in.budget().step(bytes.size() / 16);
  bool found = false;
  for (std::size_t at = 0; at < bytes.size(); at += character_size(bytes[at])) {
    const char32_t c = character_at(bytes, at);
    if (other(c) || is_title(c)) return false;
    found |= wanted(c);
  }
  return found;
}

template <bool left, bool right>
Value pad(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("just", {"", ""});
  const Text* fill = optional_text(arguments, 1, "fillchar");
  if (fill && count_characters(fill->bytes()) != 1) raise("the fill character must be one character");
  return in.text(padded(self_text(self), arguments.integer(0, "width", 0), fill ? fill->bytes() : " ", left, right, in.budget()));
}

Value zero_fill(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("zfill", {""});
  const Text& text = self_text(self);
  const std::size_t sign = text.bytes().starts_with('+') || text.bytes().starts_with('-');
  Text result = text.slice(0, sign);
  append(result,
         padded(text.slice(sign, text.size()), arguments.integer(0, "width", 0) - static_cast<std::int64_t>(sign), "0", true, false,
                in.budget()),
         in.budget());
  return in.text(std::move(result));
}

template <bool at_end>
Value remove_affix(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("removeprefix", {""});
  const Text& text = self_text(self);
  const std::string& part = arguments.text(0, "prefix").bytes();
  if (at_end) return in.text(text.slice(0, text.size() - (text.bytes().ends_with(part) ? part.size() : 0)));
  return in.text(text.slice(text.bytes().starts_with(part) ? part.size() : 0, text.size()));
}

template <bool from_right>
Value partition(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("partition", {""});
  const Text &text = self_text(self), &separator = arguments.text(0, "sep");
  if (separator.empty()) raise("empty separator");
  const std::size_t at = from_right ? find_last_bytes(text.bytes(), separator.bytes()) : find_bytes(text.bytes(), separator.bytes(), 0);
  if (at == std::string_view::npos) {
    const Value nothing = in.text(Text());
    return in.heap().tuple(from_right ? std::vector<Value>{nothing, nothing, self} : std::vector<Value>{self, nothing, nothing});
  }
  return in.heap().tuple({in.text(text.slice(0, at)), in.text(separator), in.text(text.slice(at + separator.size(), text.size()))});
}

Value split_lines(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("splitlines", {"keepends"});
  std::vector<Value> lines;
  for (Text& line : lines_of(self_text(self), arguments.flag(0, "keepends"), in.budget())) lines.push_back(in.text(std::move(line)));
  return in.heap().list(std::move(lines));
}

Value capitalize(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("capitalize", {});
  return in.text(capitalized(self_text(self)));
}

Value format(Interpreter& in, const Value& self, const Arguments& arguments) {
  return in.text(brace_formatted(in, self_text(self), arguments));
}

}  // namespace

Callable find_text_method(std::string_view name) {
  static const MethodTable table{{"strip", strip<true, true>},
                           {"lstrip", strip<true, false>},
                           {"rstrip", strip<false, true>},
                           {"split", split_method<false>},
                           {"rsplit", split_method<true>},
                           {"splitlines", split_lines},
                           {"startswith", starts_or_ends<false>},
                           {"endswith", starts_or_ends<true>},
                           {"find", find_method<false, false>},
                           {"rfind", find_method<true, false>},
                           {"index", find_method<false, true>},
                           {"rindex", find_method<true, true>},
                           {"count", count_method},
                           {"replace", replace_method},
                           {"join", join_method},
                           {"format", format},
                           {"upper", change_letters<to_upper>},
                           {"lower", change_letters<to_lower>},
                           {"casefold", change_letters<case_folded>},
                           {"title", title},
                           {"swapcase", change_letters<swapped_case>},
                           {"capitalize", capitalize},
                           {"isspace", all_characters<is_space>},
                           {"isalpha", all_characters<is_alphabetic>},
                           {"isdigit", all_characters<is_digit_like>},
                           {"isdecimal", all_characters<is_decimal>},
                           {"isnumeric", all_characters<is_numeric>},
                           {"isalnum", all_characters<is_alphanumeric>},
                           {"isascii", ascii_only},
                           {"isprintable", printable},
                           {"istitle", has_title_case},
                           {"isidentifier", identifier},
                           {"expandtabs", expand_tabs},
                           {"translate", translate},
                           {"isupper", has_case<is_upper, is_lower>},
                           {"islower", has_case<is_lower, is_upper>},
                           {"center", pad<true, true>},
                           {"ljust", pad<false, true>},
                           {"rjust", pad<true, false>},
                           {"zfill", zero_fill},
                           {"removeprefix", remove_affix<false>},
                           {"removesuffix", remove_affix<true>},
                           {"partition", partition<false>},
                           {"rpartition", partition<true>}};
  return look_up(table, name);
}

}  // namespace halftone::jinja
