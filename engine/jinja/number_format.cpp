#include "engine/jinja/number_format.h"

#include <locale.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/jinja/print.h"
#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

constexpr int widest = 1000;  // of a field, and the most digits

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_align(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }

int number_at(std::string_view text, std::size_t& at) {
  int number = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    number = number * 10 + (text[at] - '0');
    if (number > widest) raise_limit("a formatted field is wider than {}", widest);
  }
  return number;
}

std::string grouped(const std::string& digits, char separator, std::size_t every, int least) {
  std::string backwards;
  std::size_t count = 0;
  const auto put = [&](char digit) {
    if (count > 0 && count % every == 0) backwards += separator;
    backwards += digit;
    ++count;
  };
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) put(*digit);
  // Zeros before a number are grouped with it, and never begin with a separator.
  while (static_cast<int>(backwards.size()) < least) put('0');
  return {backwards.rbegin(), backwards.rend()};
}

std::string padded_field(const std::string& text, std::size_t characters, const FormatSpec& spec, char align) {
  const auto missing = static_cast<std::size_t>(std::max(spec.width - static_cast<int>(characters), 0));
  const std::size_t before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  std::string result;
  for (std::size_t i = 0; i < before; ++i) result += spec.fill;
  result += text;
  for (std::size_t i = before; i < missing; ++i) result += spec.fill;
  return result;
}

// sign, prefix (0x), digits before and behind the point: joined, grouped and padded.
std::string laid_out(bool negative, std::string prefix, std::string whole, const std::string& rest, const FormatSpec& spec) {
  if (negative)
    prefix.insert(0, "-");
  else if (spec.sign != '-')
    prefix.insert(0, 1, spec.sign);
  const bool hexadecimal = spec.type == 'x' || spec.type == 'X' || spec.type == 'o' || spec.type == 'b';
  const char align = spec.align ? spec.align : '>';
  const bool zeros = align == '=' && spec.fill == "0";
  const int least = zeros ? spec.width - static_cast<int>(prefix.size() + rest.size()) : 0;
  if (spec.grouping) whole = grouped(whole, spec.grouping, hexadecimal ? 4 : 3, least);
  if (align != '=') return padded_field(prefix + whole + rest, prefix.size() + whole.size() + rest.size(), spec, align);
  FormatSpec inner = spec;
  inner.width = spec.width - static_cast<int>(prefix.size());
  const std::string number = whole + rest;
  return prefix + padded_field(number, number.size(), inner, '>');
}

// Python's numbers look the same everywhere; printf's take their point from the process's locale, which a window sets to the user's.
class EnglishNumbers {
 public:
  EnglishNumbers() : before_(uselocale(english())) {}
  ~EnglishNumbers() { uselocale(before_); }
  EnglishNumbers(const EnglishNumbers&) = delete;

 private:
  static locale_t english() {
    static const locale_t locale = newlocale(LC_ALL_MASK, "C", nullptr);
    return locale;
  }
  locale_t before_;  // of this thread alone
};

std::string printed(const char* format, int precision, double number) {
  const EnglishNumbers english;
  char buffer[2 * widest + 400];
  const int size = std::snprintf(buffer, sizeof buffer, format, precision, number);
  return {buffer, static_cast<std::size_t>(std::clamp(size, 0, static_cast<int>(sizeof buffer) - 1))};
}

// Digits of a finite number that is not negative.
std::string float_digits(double number, const FormatSpec& spec) {
  const int precision = spec.precision < 0 ? 6 : spec.precision;
  switch (spec.type) {
    case 'e': return printed(spec.alternate ? "%#.*e" : "%.*e", precision, number);
    case 'E': return printed(spec.alternate ? "%#.*E" : "%.*E", precision, number);
    case 'f':
    case 'F': return printed(spec.alternate ? "%#.*f" : "%.*f", precision, number);
    case '%': return printed(spec.alternate ? "%#.*f" : "%.*f", precision, number * 100) + "%";
    case 'g':
    case 'n': return printed(spec.alternate ? "%#.*g" : "%.*g", precision, number);
    case 'G': return printed(spec.alternate ? "%#.*G" : "%.*G", precision, number);
    default: break;
  }
  if (spec.precision < 0) return float_literal(number);
  // Without a type: like g, but a number in fixed notation keeps a digit behind its point and switches one digit earlier.
  const int digits = std::max(spec.precision, 1);
  const std::string scientific = printed("%.*e", digits - 1, number);
  const int exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  if (exponent == digits - 1) {
    std::string text = printed("%.*e", digits - 1, number);
    const std::size_t e = text.find('e');
    std::string mantissa = text.substr(0, e);
    if (mantissa.find('.') != std::string::npos) {
      while (mantissa.ends_with('0')) mantissa.pop_back();
      if (mantissa.ends_with('.')) mantissa.pop_back();
    }
    return mantissa + text.substr(e);
  }
  std::string text = printed("%.*g", digits, number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

FormatSpec parse_format_spec(std::string_view spec) {
  FormatSpec result;
  std::size_t at = 0;
  const std::size_t first = spec.empty() ? 0 : character_size(spec[0]);
  bool filled = false;
  if (first > 0 && first < spec.size() && is_align(spec[first])) {
    result.fill = spec.substr(0, first);
    result.align = spec[first];
    at = first + 1;
    filled = true;
  } else if (!spec.empty() && is_align(spec[0])) {
    result.align = spec[at++];
  }
  const auto take = [&](std::string_view any) {
    return at < spec.size() && any.find(spec[at]) != std::string_view::npos ? spec[at++] : '\0';
  };
  if (const char sign = take("+- ")) result.sign = sign;
  result.no_negative_zero = take("z");
  result.alternate = take("#");
  if (!filled && take("0")) {
    result.fill = "0";
    result.zero = true;
  }
  result.width = number_at(spec, at);
  result.grouping = take(",_");
  if (result.grouping && take(",_")) raise("a format has two kinds of grouping");
  if (take(".")) {
    if (at == spec.size() || !is_digit(spec[at])) raise("a format lacks its precision");
    result.precision = number_at(spec, at);
  }
  if (at < spec.size()) result.type = spec[at++];
  if (at < spec.size()) raise("the format '{}' is malformed", spec);
  return result;
}

std::string format_integer(std::int64_t number, const FormatSpec& given) {
  FormatSpec spec = given;
  if (spec.zero && !spec.align) spec.align = '=';
  if (spec.precision >= 0) raise("a precision has no meaning for an integer");
  if (spec.no_negative_zero) raise("'z' has no meaning for an integer");
  const int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : spec.type == 'x' || spec.type == 'X' ? 16 : 10;
  const bool is_decimal = base == 10 && (spec.type == 'd' || spec.type == 0 || spec.type == 'n');
  if (spec.type == 'c') {
    if (spec.sign != '-' || spec.alternate || spec.grouping) raise("the format of a character takes no sign, '#' or grouping");
    if (number < 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) raise("{} is no character", number);
    std::string character;
    append_character(character, static_cast<char32_t>(number));
    if (spec.align == '=') spec.align = '>';
    return padded_field(character, 1, spec, spec.align ? spec.align : '<');
  }
  if (!is_decimal && base == 10) raise("unknown format code '{}' for an integer", spec.type);
  if (spec.grouping == ',' && base != 10) raise("cannot specify ',' with '{}'", spec.type);
  if (spec.grouping && spec.type == 'n') raise("cannot specify a grouping with 'n'");
  const std::uint64_t magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  char buffer[65];
  std::string digits(buffer, std::to_chars(buffer, buffer + sizeof buffer, magnitude, base).ptr);
  if (spec.type == 'X') digits = to_upper(digits);
  return laid_out(number < 0, spec.alternate && base != 10 ? std::string("0") + spec.type : "", digits, "", spec);
}

std::string format_float(double number, const FormatSpec& given) {
  FormatSpec spec = given;
  if (spec.zero && !spec.align) spec.align = '=';
  if (spec.type && std::string_view("eEfFgGn%").find(spec.type) == std::string_view::npos)
    raise("unknown format code '{}' for a number", spec.type);
  if (spec.grouping && spec.type == 'n') raise("cannot specify a grouping with 'n'");
  bool negative = std::signbit(number) && !std::isnan(number);
  if (!std::isfinite(number)) {
    std::string word = std::isnan(number) ? "nan" : "inf";
    if (spec.type == 'E' || spec.type == 'F' || spec.type == 'G') word = to_upper(word);
    if (spec.type == '%') word += "%";
    spec.grouping = 0;
    return laid_out(negative, "", word, "", spec);
  }
  const std::string digits = float_digits(std::abs(number), spec);
  if (spec.no_negative_zero && digits.find_first_of("123456789") == std::string::npos) negative = false;
  const std::size_t whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
  return laid_out(negative, "", digits.substr(0, whole), digits.substr(whole), spec);
}

Text formatted(const Value& value, std::string_view spec_text, Budget& budget) {
  if (spec_text.empty()) return to_text(value, budget);
  if (const Text* text = as_text(value)) {
    const FormatSpec spec = parse_format_spec(spec_text);
    if (spec.type && spec.type != 's') raise("unknown format code '{}' for a string", spec.type);
    if (spec.sign != '-' || spec.alternate || spec.grouping || spec.align == '=' || spec.no_negative_zero)
      raise("the format '{}' has no meaning for a string", spec_text);
    const bool cut = spec.precision >= 0 && static_cast<std::size_t>(spec.precision) < count_characters(text->bytes());
    const Text kept = cut ? text->slice(0, byte_of_character(text->bytes(), static_cast<std::size_t>(spec.precision))) : *text;
    const std::size_t characters = count_characters(kept.bytes());
    const std::string around = padded_field("\n", characters, spec, spec.align ? spec.align : '<');
    const std::size_t middle = around.find('\n', spec.fill == "\n" ? around.size() / 2 : 0);
    Text result(around.substr(0, middle), false);
    append(result, kept, budget);
    append(result, std::string_view(around).substr(middle + 1), budget);
    return result;
  }
  const auto integer = as_integer(value);
  if (!integer && !get<double>(value)) raise("a '{}' takes no format", type_name(value));
  const FormatSpec spec = parse_format_spec(spec_text);
  const bool floats = spec.type && std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos;
  if (integer && !floats) return Text(format_integer(*integer, spec), false);
  return Text(format_float(integer ? static_cast<double>(*integer) : *get<double>(value), spec), false);
}

}  // namespace halftone::jinja
