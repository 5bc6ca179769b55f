// The filters of strings, numbers and values; those of sequences are in sequence_filters.cpp.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/sequence_filters.h"
#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

Value trim(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("trim", {"chars"});
  const Value characters = arguments.get(0, "chars");
  return in.text(stripped(in.str(self), as_text(characters), true, true));
}

Value upper(Interpreter& in, const Value& self, const Arguments&) { return in.text(in.str(self).transformed(to_upper)); }
Value lower(Interpreter& in, const Value& self, const Arguments&) { return in.text(in.str(self).transformed(to_lower)); }
Value capitalize(Interpreter& in, const Value& self, const Arguments&) { return in.text(capitalized(in.str(self))); }
Value string(Interpreter& in, const Value& self, const Arguments&) { return as_text(self) ? self : in.text(in.str(self)); }

// Unlike the method, this takes only spaces, hyphens and opening brackets for the end of a word.
Value title(Interpreter& in, const Value& self, const Arguments&) {
  bool first = true;
  return in.text(in.str(self).transformed([&](std::string_view stretch) {
    const auto ends_word = [&](std::size_t at) {
      return is_space(character_at(stretch, at)) || std::string_view("-({[<").find(stretch[at]) != std::string_view::npos;
    };
    std::string result;
    for (std::size_t at = 0; at < stretch.size();) {
      std::size_t end = at + character_size(stretch[at]);
      if (ends_word(at)) {
        first = true;
        result += stretch.substr(at, end - at);
      } else if (std::exchange(first, false)) {
        result += to_upper(stretch.substr(at, end - at));
      } else {
        while (end < stretch.size() && !ends_word(end)) end += character_size(stretch[end]);
        result += to_lower(stretch.substr(at, end - at));
      }
      at = end;
    }
    return result;
  }));
}

Value replace(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("replace", {"old", "new", "count"});
  return in.text(replaced(in.str(self), in.str(arguments.require(0, "old")), in.str(arguments.require(1, "new")),
                          arguments.integer(2, "count", -1), in.budget()));
}

const Text& needed_text(const Value& self, std::string_view filter) {
  if (const auto* undefined = get<Undefined>(self)) raise_undefined(*undefined);
  if (!as_text(self)) raise("{} needs a string, not '{}'", filter, type_name(self));
  return *as_text(self);
}

Value indent(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("indent", {"width", "first", "blank"});
  const Value width = arguments.get(0, "width", std::int64_t{4});
  const Text indentation =
      as_text(width)
          ? *as_text(width)
          : repeated(Text(" ", false), static_cast<std::size_t>(std::max<std::int64_t>(arguments.integer(0, "width", 4), 0)), in.budget());
  return in.text(indented(needed_text(self, "indent"), indentation, arguments.flag(1, "first"), arguments.flag(2, "blank"), in.budget()));
}

Value center(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("center", {"width"});
  return in.text(padded(in.str(self), arguments.integer(0, "width", 80), " ", true, true, in.budget()));
}

Value truncate(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("truncate", {"length", "killwords", "end", "leeway"});
  if (!as_text(self)) {  // what is short enough stays what it is
    const List* list = as_list(self);
    const Dict* dict = as_dict(self);
    const std::size_t size = list ? list->items.size() : dict ? dict->items.size() : 0;
    const bool counted = list || dict || is_undefined(self);
    if (!counted || static_cast<std::int64_t>(size) > arguments.integer(0, "length", 255) + arguments.integer(3, "leeway", 5))
      raise("truncate needs a string, not '{}'", type_name(self));
    return self;
  }
  const Text whole = needed_text(self, "truncate");
  const Text end = arguments.find(2, "end") ? arguments.text(2, "end") : Text("...", false);
  const std::int64_t length = arguments.integer(0, "length", 255), leeway = arguments.integer(3, "leeway", 5);
  const auto end_size = static_cast<std::int64_t>(count_characters(end.bytes()));
  if (length < end_size || leeway < 0) raise("truncate() cannot shorten to {} characters", length);
  if (static_cast<std::int64_t>(count_characters(whole.bytes())) <= length + leeway) return in.text(whole);
  Text kept = whole.slice(0, byte_of_character(whole.bytes(), static_cast<std::size_t>(length - end_size)));
  const std::size_t space = kept.bytes().rfind(' ');
  if (!arguments.flag(1, "killwords") && space != std::string::npos) kept = kept.slice(0, space);
  append(kept, end, in.budget());
  return in.text(std::move(kept));
}

Value escape(Interpreter& in, const Value& self, const Arguments&) {
  Text result = in.str(self).transformed([](std::string_view stretch) {
    std::string text;
    for (const char c : stretch) {
      if (c == '&')
        text += "&amp;";
      else if (c == '<')
        text += "&lt;";
      else if (c == '>')
        text += "&gt;";
      else if (c == '"')
        text += "&#34;";
      else if (c == '\'')
        text += "&#39;";
      else
        text += c;
    }
    return text;
  });
  return in.text(std::move(result));
}

Value wordcount(Interpreter& in, const Value& self, const Arguments&) {
  const Text text = in.str(self);
  std::int64_t count = 0;
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); at += character_size(text.bytes()[at])) {
    const char32_t c = character_at(text.bytes(), at);
    const bool word = is_alphabetic(c) || is_decimal(c) || c == '_';
    count += word && !inside;
    inside = word;
  }
  return count;
}

Value format(Interpreter& in, const Value& self, const Arguments& arguments) {
  if (!arguments.positional.empty() && !arguments.named.empty()) raise("format takes values or named ones, not both");
  if (arguments.named.empty()) return in.text(percent_formatted(in, in.str(self), in.heap().tuple(arguments.positional)));
  Dict named;
  for (const auto& [name, value] : arguments.named) named.set(in.heap().text(std::string(name)), value);
  return in.text(percent_formatted(in, in.str(self), in.heap().dict(std::move(named))));
}

// Decimals of other scripts count, too: each script's stand together, from zero on.
std::string ascii_digits(std::string_view text) {
  std::string digits;
  for (std::size_t at = 0; at < text.size(); at += character_size(text[at])) {
    const char32_t c = character_at(text, at);
    char32_t zero = c;
    while (c >= 0x80 && is_decimal(c) && is_decimal(zero - 1)) --zero;
    append_character(digits, c >= 0x80 && is_decimal(c) ? U'0' + (c - zero) % 10 : c);
  }
  return digits;
}

// Trimmed, and without Python's underscores between digits.
std::string number_text(const Text& text) {
  std::string digits = ascii_digits(stripped(text, nullptr, true, true).bytes());
  for (std::size_t at = 1; at + 1 < digits.size(); ++at)
    if (digits[at] == '_' && std::isalnum(static_cast<unsigned char>(digits[at - 1])) &&
        std::isalnum(static_cast<unsigned char>(digits[at + 1])))
      digits.erase(at, 1);
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.erase(0, 1);
  return digits;
}

std::optional<double> parse_float(const Text& text) {
  const std::string digits = number_text(text);
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return digits.find("e-") != std::string::npos ? 0.0 : HUGE_VAL;
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> parse_int(const Text& text, std::int64_t base) {
  std::string digits = number_text(text);
  const bool negative = digits.starts_with('-');
  std::string_view rest = std::string_view(digits).substr(negative);
  const char letter = rest.size() > 2 && rest[0] == '0' ? static_cast<char>(rest[1] | 32) : ' ';
  const std::int64_t prefixed = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (prefixed && (base == prefixed || base == 0)) {
    rest.remove_prefix(2);
    base = prefixed;
  }
  if (base == 0) base = 10;
  if (base < 2 || base > 36) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number, static_cast<int>(base));
  if (error == std::errc::result_out_of_range) raise("'{}' is larger than a 64-bit integer", digits);
  if (error != std::errc() || end != rest.data() + rest.size() || number < 0) return std::nullopt;
  return negative ? -number : number;
}

std::optional<std::int64_t> truncated(double number) {
  if (std::isnan(number) || std::isinf(number)) return std::nullopt;
  if (std::abs(number) >= 9.2e18) raise("{} is larger than a 64-bit integer", number);
  return static_cast<std::int64_t>(number);
}

Value to_int(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("int", {"default", "base"});
  if (const auto* undefined = get<Undefined>(self)) raise_undefined(*undefined);
  std::optional<std::int64_t> number = as_integer(self);
  if (const auto* floating = get<double>(self)) number = truncated(*floating);
  if (const Text* text = as_text(self)) {
    number = parse_int(*text, arguments.integer(1, "base", 10));
    if (!number)
      if (const auto floating = parse_float(*text)) number = truncated(*floating);
  }
  return number ? Value(*number) : arguments.get(0, "default", std::int64_t{0});
}

Value to_float(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("float", {"default"});
  if (const auto* undefined = get<Undefined>(self)) raise_undefined(*undefined);
  if (std::holds_alternative<double>(self)) return self;
  if (const auto integer = as_integer(self)) return static_cast<double>(*integer);
  const auto number = as_text(self) ? parse_float(*as_text(self)) : std::nullopt;
  return number ? Value(*number) : arguments.get(0, "default", 0.0);
}

double as_number(const Value& value, std::string_view filter) {
  if (const auto* number = get<double>(value)) return *number;
  if (const auto integer = as_integer(value)) return static_cast<double>(*integer);
  if (const auto* undefined = get<Undefined>(value)) raise_undefined(*undefined);
  raise("{} needs a number, not '{}'", filter, type_name(value));
}

Value absolute(Interpreter&, const Value& self, const Arguments&) {
  if (const auto integer = as_integer(self)) {
    if (*integer == INT64_MIN) raise("the result is larger than a 64-bit integer");
    return std::abs(*integer);
  }
  return std::abs(as_number(self, "abs"));
}

Value round(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("round", {"precision", "method"});
  const std::int64_t precision = arguments.integer(0, "precision", 0);
  const std::string method = arguments.find(1, "method") ? arguments.text(1, "method").bytes() : "common";
  const double number = as_number(self, "round");
  if (method != "common" && method != "ceil" && method != "floor") raise("method must be common, ceil or floor");
  if (precision > 300 || precision < -300) raise("round() to {} digits is not supported", precision);
  const double scale = std::pow(10.0, static_cast<double>(precision));
  if (method != "common") {
    const double rounded = method == "ceil" ? std::ceil(number * scale) : std::floor(number * scale);
    return rounded == 0 ? 0.0 : rounded / scale;  // Python rounds to an integer, which has no -0
  }
  if (const auto integer = as_integer(self); integer && precision >= 0) return *integer;
  if (precision < 0) {
    const double rounded = std::nearbyint(number * scale) / scale;
    return as_integer(self) ? Value(static_cast<std::int64_t>(rounded)) : Value(rounded);
  }
  // Printing rounds the exact value half to even, as Python does.
  double rounded = number;
  const std::string digits = fmt::format("{:.{}f}", number, precision);
  if (std::isfinite(number)) std::from_chars(digits.data(), digits.data() + digits.size(), rounded);
  return rounded;
}

Value default_value(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("default", {"default_value", "boolean"});
  const bool replace = is_undefined(self) || (arguments.flag(1, "boolean") && !is_true(self));
  return replace ? arguments.get(0, "default_value", in.heap().text("")) : self;
}

Value tojson(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("tojson", {"ensure_ascii", "indent", "separators", "sort_keys"});
  JsonStyle style;
  style.ascii = arguments.flag(0, "ensure_ascii");
  style.sort_keys = arguments.flag(3, "sort_keys");
  const Value indent = arguments.get(1, "indent");
  if (const Text* text = as_text(indent))
    style.indent = *text;
  else if (!is_none(indent))
    style.indent =
        repeated(Text(" ", false), static_cast<std::size_t>(std::max<std::int64_t>(arguments.integer(1, "indent", 0), 0)), in.budget());
  if (const Value separators = arguments.get(2, "separators"); !is_none(separators)) {
    const std::vector<Value> both = in.items_of(separators);
    if (both.size() != 2 || !as_text(both[0]) || !as_text(both[1])) raise("separators must be two strings");
    style.item_separator = *as_text(both[0]);
    style.key_separator = *as_text(both[1]);
  }
  return in.text(to_json(self, style, in.budget()));
}

// In jinja2 it gives a Markup, and what is added to one is escaped for HTML ('<' becomes '&lt;'), although templates of chats are not HTML
// and nothing else in them is escaped. Of the published ones a single one shows it, and only where tools are given, which nothing here
// does. So, as in minja and llama.cpp, the text stays what it is.
Value safe(Interpreter& in, const Value& self, const Arguments&) { return in.text(in.str(self)); }

Value attr(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("attr", {"name"});
  const Text* name = in.heap().text(in.str(arguments.require(0, "name")));
  // Attributes only, never items: a mapping has none but its methods.
  if (as_dict(self) && !find_dict_method(name->bytes())) return Undefined{"dict", name};
  return in.attribute(self, name);
}

}  // namespace

Callable find_filter(std::string_view name) {
  static const std::unordered_map<std::string_view, Callable> table{
      {"trim", trim},          {"upper", upper},         {"lower", lower},     {"capitalize", capitalize},
      {"title", title},        {"string", string},       {"replace", replace}, {"indent", indent},
      {"center", center},      {"truncate", truncate},   {"escape", escape},   {"e", escape},
      {"forceescape", escape}, {"wordcount", wordcount}, {"format", format},   {"int", to_int},
      {"float", to_float},     {"abs", absolute},        {"round", round},     {"default", default_value},
      {"d", default_value},    {"tojson", tojson},       {"safe", safe},       {"attr", attr}};
  const auto found = table.find(name);
  return found == table.end() ? find_sequence_filter(name) : found->second;
}

}  // namespace halftone::jinja
