// The two ways templates format strings: the % operator, and format() with braces.
#include <algorithm>
#include <cmath>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/number_format.h"
#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

constexpr int widest = 1000;  // of a field

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// repr(), and \u for what is not ASCII.
Text ascii_literal(const Value& value, Budget& budget) {
  return to_literal(value, budget).transformed([](std::string_view stretch) {
    std::string text;
    for (std::size_t at = 0; at < stretch.size(); at += character_size(stretch[at])) {
      const auto c = static_cast<unsigned>(character_at(stretch, at));
      if (c < 0x80)
        text += static_cast<char>(c);
      else
        text += c < 0x100 ? fmt::format("\\x{:02x}", c) : c < 0x10000 ? fmt::format("\\u{:04x}", c) : fmt::format("\\U{:08x}", c);
    }
    return text;
  });
}

class PercentFormatter {
 public:
  PercentFormatter(Interpreter& interpreter, const Text& format, const Value& arguments)
      : in_(interpreter), format_(format), bytes_(format.bytes()), whole_(arguments) {
    if (const List* tuple = as_list(arguments); tuple && tuple->is_tuple()) {
      arguments_ = tuple->items;
      // What can be subscripted may leave its values unused.
    } else {
      arguments_ = {arguments};
      const List* list = as_list(arguments);
      may_be_unused_ = as_dict(arguments) || is_undefined(arguments) || (list && list->is_indexed());
    }
  }

  Text run() {
    while (at_ < bytes_.size()) {
      const std::size_t percent = std::min(bytes_.find('%', at_), bytes_.size());
      append(result_, format_.slice(at_, percent), in_.budget());
      at_ = percent;
      if (at_ == bytes_.size()) break;
      ++at_;
      if (peek() == '%')
        append(result_, format_.slice(at_, at_ + 1), in_.budget()), ++at_;
      else
        field();
    }
    if (used_ < arguments_.size() && !may_be_unused_ && !by_name_) raise("not all arguments of a format string were used");
    return std::move(result_);
  }

 private:
  char peek() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }

  const Value& next_argument() {
    if (used_ == arguments_.size()) raise("not enough arguments for a format string");
    return arguments_[used_++];
  }

  // A number, or * for one among the arguments.
  int number() {
    if (peek() == '*') {
      ++at_;
      const auto integer = as_integer(next_argument());
      if (!integer) raise("* in a format string wants an integer");
      if (std::abs(*integer) > widest) raise_limit("a formatted field is wider than {}", widest);
      return static_cast<int>(*integer);
    }
    int number = 0;
    for (; is_digit(peek()); ++at_) {
      number = number * 10 + (peek() - '0');
      if (number > widest) raise_limit("a formatted field is wider than {}", widest);
    }
    return number;
  }

  void field() {
    Value value;
    bool named = false;
    if (peek() == '(') {
      const Dict* dict = as_dict(whole_);
      if (!dict) raise("format requires a mapping");
      std::size_t end = at_ + 1;
      for (int depth = 1; end < bytes_.size(); ++end) {
        depth += bytes_[end] == '(' ? 1 : bytes_[end] == ')' ? -1 : 0;
        if (depth == 0) break;
      }
      if (end >= bytes_.size()) raise("a format string is incomplete");
      const std::string name = bytes_.substr(at_ + 1, end - at_ - 1);
      const Value* found = dict->find(name);
      if (!found) raise("a format string has no value for '{}'", name);
      value = *found;
      named = by_name_ = true;
      at_ = end + 1;
    }
    std::string flags;
    while (at_ < bytes_.size() && std::string_view("-+ 0#").find(peek()) != std::string_view::npos) flags += bytes_[at_++];
    const auto has = [&](char flag) { return flags.find(flag) != std::string::npos; };
    int width = number();
    bool left = has('-');
    if (width < 0) width = -width, left = true;
    int precision = -1;
    if (peek() == '.') {
      ++at_;
      precision = std::max(number(), 0);
    }
    if (peek() == 'l' || peek() == 'h' || peek() == 'L') ++at_;
    if (at_ == bytes_.size()) raise("a format string is incomplete");
    const char conversion = bytes_[at_];
    if (std::string_view("sracdiuxXofFeEgG").find(conversion) == std::string_view::npos)
      raise("unsupported format character '{}'", bytes_.substr(at_, character_size(conversion)));
    ++at_;
    if (!named) value = next_argument();

    if (std::string_view("srac").find(conversion) != std::string_view::npos) {
      Text text = conversion == 's'   ? in_.str(value)
                  : conversion == 'r' ? to_literal(value, in_.budget())
                  : conversion == 'a' ? ascii_literal(value, in_.budget())
                                      : character(value);
      if (precision >= 0 && conversion != 'c') text = text.slice(0, byte_of_character(text.bytes(), static_cast<std::size_t>(precision)));
      append(result_, padded(text, width, " ", !left, left, in_.budget()), in_.budget());
      return;
    }
    FormatSpec spec;
    spec.width = width;
    spec.precision = precision;
    spec.alternate = has('#');
    spec.sign = has('+') ? '+' : has(' ') ? ' ' : '-';
    if (has('0') && !left)
      spec.fill = "0", spec.align = '=';
    else
      spec.align = left ? '<' : '>';
    spec.type = conversion == 'i' || conversion == 'u' ? 'd' : conversion;
    append(result_, number_text(value, spec), in_.budget());
  }

  Text character(const Value& value) const {
    if (const auto integer = as_integer(value)) {
      FormatSpec spec;
      spec.type = 'c';
      return Text(format_integer(*integer, spec), false);
    }
    if (!as_text(value) || count_characters(as_text(value)->bytes()) != 1) raise("%c needs a character");
    return *as_text(value);
  }

  static std::string number_text(const Value& value, FormatSpec spec) {
    auto integer = as_integer(value);
    const auto* floating = get<double>(value);
    if (std::string_view("dxXo").find(spec.type) == std::string_view::npos) {
      if (!integer && !floating) raise("%{} needs a number, not '{}'", spec.type, type_name(value));
      if (spec.precision < 0) spec.precision = 6;
      return format_float(integer ? static_cast<double>(*integer) : *floating, spec);
    }
    if (!integer && floating && spec.type == 'd') {
      if (!(std::abs(*floating) < 9.2e18)) raise("{} is no 64-bit integer", *floating);
      integer = static_cast<std::int64_t>(*floating);
    }
    if (!integer) raise("%{} needs an integer, not '{}'", spec.type, type_name(value));
    if (spec.precision <= 0) {
      spec.precision = -1;
      return format_integer(*integer, spec);
    }
    // The precision is the least number of digits: zeros behind the sign and the prefix.
    FormatSpec digits = spec;
    digits.fill = "0";
    digits.align = '=';
    const bool prefixed = spec.alternate && spec.type != 'd';
    digits.width = spec.precision + (*integer < 0 || spec.sign != '-' ? 1 : 0) + (prefixed ? 2 : 0);
    digits.precision = -1;
    std::string text = format_integer(*integer, digits);
    const auto missing = static_cast<std::size_t>(std::max(spec.width - static_cast<int>(text.size()), 0));
    if (spec.align == '=') {
      digits.width = std::max(digits.width, spec.width);
      return format_integer(*integer, digits);
    }
    return spec.align == '<' ? text + std::string(missing, ' ') : std::string(missing, ' ') + text;
  }

  Interpreter& in_;
  const Text& format_;
  const std::string& bytes_;
  const Value whole_;
  std::vector<Value> arguments_;
  std::size_t used_ = 0, at_ = 0;
  bool may_be_unused_ = false, by_name_ = false;
  Text result_;
};

class BraceFormatter {
 public:
  BraceFormatter(Interpreter& interpreter, const Arguments& arguments) : in_(interpreter), arguments_(arguments) {}

  Text run(const Text& format, int depth = 2) {
    if (depth < 0) raise("the fields of a format string are nested too deep");
    const std::string& bytes = format.bytes();
    Text result;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t brace = std::min(bytes.find_first_of("{}", at), bytes.size());
      append(result, format.slice(at, brace), in_.budget());
      if (brace == bytes.size()) break;
      at = brace + 1;
      if (at < bytes.size() && bytes[at] == bytes[brace]) {  // doubled
        append(result, format.slice(brace, at), in_.budget());
        ++at;
        continue;
      }
      if (bytes[brace] == '}') raise("a single '}}' in a format string");
      std::size_t end = at;
      for (int open = 1; end < bytes.size(); ++end) {
        open += bytes[end] == '{' ? 1 : bytes[end] == '}' ? -1 : 0;
        if (open == 0) break;
      }
      if (end == bytes.size()) raise("a single '{{' in a format string");
      append(result, field(format.slice(at, end), depth), in_.budget());
      at = end + 1;
    }
    return result;
  }

 private:
  Text field(const Text& whole, int depth) {
    const std::string& bytes = whole.bytes();
    std::size_t name_end = 0;
    for (bool inside = false; name_end < bytes.size(); ++name_end) {
      const char c = bytes[name_end];
      if (inside ? c == ']' : c == '[') inside = !inside;
      if (!inside && (c == ':' || c == '!')) break;
      if (!inside && c == '{') raise("unexpected '{{' in a field name");
    }
    Value value = named_value(std::string_view(bytes).substr(0, name_end));
    std::size_t spec = name_end;
    if (spec < bytes.size() && bytes[spec] == '!') {
      if (spec + 1 >= bytes.size() || (spec + 2 < bytes.size() && bytes[spec + 2] != ':'))
        raise("a format string has a malformed conversion");
      const char conversion = bytes[spec + 1];
      if (conversion == 's')
        value = in_.text(in_.str(value));
      else if (conversion == 'r')
        value = in_.text(to_literal(value, in_.budget()));
      else if (conversion == 'a')
        value = in_.text(ascii_literal(value, in_.budget()));
      else
        raise("unknown conversion '{}'", bytes.substr(spec + 1, character_size(conversion)));
      spec += 2;
    }
    if (spec < bytes.size()) ++spec;  // the colon
    return formatted(value, run(whole.slice(spec, bytes.size()), depth - 1).bytes(), in_.budget());
  }

  // "0", "name" or nothing, and .attributes and [items] behind it.
  Value named_value(std::string_view name) {
    const std::size_t first_end = std::min(name.find_first_of(".["), name.size());
    const std::string_view first = name.substr(0, first_end);
    const bool numbered = !first.empty() && std::ranges::all_of(first, is_digit);
    Value value;
    if (name.empty() || numbered) {
      if (name.empty() ? manual_ : automatic_ > 0) raise("a format string numbers some of its fields and not others");
      manual_ |= numbered;
      std::size_t index = 0;
      for (const char digit : first) index = std::min<std::size_t>(index * 10 + static_cast<std::size_t>(digit - '0'), 1'000'000);
      if (name.empty()) index = automatic_++;
      if (index >= arguments_.positional.size()) raise("a format string has no value for field {}", index);
      value = arguments_.positional[index];
    } else {
      const auto found = std::ranges::find_if(arguments_.named, [&](const auto& argument) { return argument.first == first; });
      if (found == arguments_.named.end()) raise("a format string has no value for '{}'", first);
      value = found->second;
    }
    for (std::size_t at = first_end; at < name.size();) {
      if (name[at] == '.') {
        const std::size_t end = std::min(name.find_first_of(".[", at + 1), name.size());
        if (end == at + 1) raise("an empty attribute in a format string");
        value = in_.attribute(value, in_.heap().text(std::string(name.substr(at + 1, end - at - 1))));
        at = end;
      } else {
        const std::size_t end = name.find(']', at);
        if (end == std::string_view::npos || end == at + 1) raise("a format string lacks a ']'");
        const std::string key(name.substr(at + 1, end - at - 1));
        const bool index = std::ranges::all_of(key, is_digit) && key.size() < 10;
        value = in_.item(value, index ? Value(static_cast<std::int64_t>(std::stoi(key))) : Value(in_.heap().text(key)));
        at = end + 1;
        if (at < name.size() && name[at] != '.' && name[at] != '[') raise("only '.' or '[' may follow ']' in a format string");
      }
    }
    return value;
  }

  Interpreter& in_;
  const Arguments& arguments_;
  std::size_t automatic_ = 0;
  bool manual_ = false;
};

}  // namespace

Text percent_formatted(Interpreter& interpreter, const Text& format, const Value& arguments) {
  return PercentFormatter(interpreter, format, arguments).run();
}

Text brace_formatted(Interpreter& interpreter, const Text& format, const Arguments& arguments) {
  return BraceFormatter(interpreter, arguments).run(format);
}

}  // namespace halftone::jinja
