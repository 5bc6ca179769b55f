// The two ways templates format strings: the % operator, and format() with braces.
#include <cstdio>

#include "engine/text/jinja/interpreter.h"
#include "engine/text/jinja/text_operations.h"
#include "engine/text/jinja/unicode.h"

namespace halftone::jinja {
namespace {

constexpr int widest = 1000;  // of a field

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number_at(std::string_view text, std::size_t& at) {
  int number = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    number = number * 10 + (text[at] - '0');
    if (number > widest) raise_limit("a formatted field is wider than {}", widest);
  }
  return number;
}

std::string print_number(const std::string& flags, int width, int precision, char conversion, const Value& value) {
  char buffer[2 * widest];
  int size = 0;
  if (std::string_view("dixXo").find(conversion) != std::string_view::npos) {
    long long number = 0;
    if (const auto integer = as_integer(value)) number = *integer;
    else if (const auto* floating = get<double>(value); floating && *floating > -9e18 && *floating < 9e18 && (conversion == 'd' || conversion == 'i'))
      number = static_cast<long long>(*floating);
    else raise("%{} needs an integer, not '{}'", conversion, type_name(value));
    const std::string format = "%" + flags + "*" + (precision >= 0 ? ".*" : "") + "ll" + conversion;
    size = precision >= 0 ? std::snprintf(buffer, sizeof buffer, format.c_str(), width, precision, number)
                          : std::snprintf(buffer, sizeof buffer, format.c_str(), width, number);
  } else {
    double number = 0;
    if (const auto integer = as_integer(value)) number = static_cast<double>(*integer);
    else if (const auto* floating = get<double>(value)) number = *floating;
    else raise("%{} needs a number, not '{}'", conversion, type_name(value));
    const std::string format = "%" + flags + "*.*" + conversion;
    size = std::snprintf(buffer, sizeof buffer, format.c_str(), width, precision < 0 ? 6 : precision, number);
  }
  if (size < 0 || static_cast<std::size_t>(size) >= sizeof buffer) raise_limit("a formatted number is too long");
  return std::string(buffer, static_cast<std::size_t>(size));
}

}  // namespace

Text percent_formatted(Interpreter& interpreter, const Text& format, const Arguments& arguments) {
  const std::string& bytes = format.bytes();
  Budget& budget = interpreter.budget();
  Text result;
  std::size_t used = 0;
  const auto next_argument = [&] {
    if (used == arguments.positional.size()) raise("not enough arguments for a format string");
    return arguments.positional[used++];
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t percent = std::min(bytes.find('%', at), bytes.size());
    append(result, format.slice(at, percent), budget);
    if (percent == bytes.size()) break;
    at = percent + 1;
    if (at < bytes.size() && bytes[at] == '%') {
      append(result, "%", budget);
      ++at;
      continue;
    }
    Value value;
    bool by_name = false;
    if (at < bytes.size() && bytes[at] == '(') {
      const std::size_t end = bytes.find(')', at);
      if (end == std::string::npos) raise("a format string is incomplete");
      const std::string_view name = std::string_view(bytes).substr(at + 1, end - at - 1);
      const Dict* dict = arguments.positional.size() == 1 ? as_dict(arguments.positional.front()) : nullptr;
      const Value* found = dict ? dict->find(name) : arguments.find(arguments.positional.size(), name);
      if (!found) raise("a format string has no value for '{}'", name);
      value = *found;
      by_name = true;
      at = end + 1;
    }
    std::string flags;
    while (at < bytes.size() && std::string_view("-+ 0#").find(bytes[at]) != std::string_view::npos && flags.size() < 5) flags += bytes[at++];
    const int width = number_at(bytes, at);
    int precision = -1;
    if (at < bytes.size() && bytes[at] == '.') precision = number_at(bytes, ++at);
    if (at == bytes.size()) raise("a format string is incomplete");
    const char conversion = bytes[at++];
    if (std::string_view("srdixXofFeEgG").find(conversion) == std::string_view::npos)
      raise("unsupported format character '{}'", bytes.substr(at - 1, character_size(conversion)));
    if (!by_name) value = next_argument();
    if (conversion != 's' && conversion != 'r') {
      append(result, print_number(flags, width, precision, conversion, value), budget);
      continue;
    }
    Text text = conversion == 's' ? interpreter.str(value) : to_literal(value, budget);
    if (precision >= 0) text = text.slice(0, byte_of_character(text.bytes(), static_cast<std::size_t>(precision)));
    const bool on_left = flags.find('-') != std::string::npos;
    append(result, padded(text, width, " ", !on_left, on_left, budget), budget);
  }
  const bool one_mapping = arguments.positional.size() == 1 && as_dict(arguments.positional.front());
  if (used < arguments.positional.size() && !one_mapping) raise("not all arguments of a format string were used");
  return result;
}

Text brace_formatted(Interpreter& interpreter, const Text& format, const Arguments& arguments) {
  const std::string& bytes = format.bytes();
  Budget& budget = interpreter.budget();
  Text result;
  std::size_t automatic = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t brace = std::min(bytes.find_first_of("{}", at), bytes.size());
    append(result, format.slice(at, brace), budget);
    if (brace == bytes.size()) break;
    at = brace + 1;
    if (at < bytes.size() && bytes[at] == bytes[brace]) {  // doubled
      append(result, format.slice(brace, at), budget);
      ++at;
      continue;
    }
    const std::size_t end = bytes.find('}', at);
    if (bytes[brace] == '}' || end == std::string::npos) raise("a single '{}' in a format string", bytes[brace]);
    std::string_view field = std::string_view(bytes).substr(at, end - at);
    at = end + 1;
    const bool literal = field.ends_with("!r");
    if (literal || field.ends_with("!s")) field.remove_suffix(2);
    const bool numbered = !field.empty() && std::all_of(field.begin(), field.end(), is_digit);
    const bool named = !field.empty() && !numbered;
    if (field.find_first_of(":.[!") != std::string_view::npos) raise("the format field '{{{}}}' is not supported", field);
    std::size_t index = arguments.positional.size();
    std::size_t digits_end = 0;
    if (numbered) index = static_cast<std::size_t>(number_at(field, digits_end));
    else if (!named) index = automatic++;
    const Value* value = !named && index >= arguments.positional.size() ? nullptr : arguments.find(index, field);
    if (!value) raise("a format string has no value for '{{{}}}'", field);
    append(result, literal ? to_literal(*value, budget) : interpreter.str(*value), budget);
  }
  return result;
}

}  // namespace halftone::jinja
