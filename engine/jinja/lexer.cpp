#include "engine/jinja/lexer.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/jinja/template_error.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

using Type = Token::Type;

// Every line ends with \n, and the last one with nothing.
std::string normalized(std::string_view source) {
  std::string text;
  text.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\r') {
      text += '\n';
      if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    } else {
      text += source[i];
    }
  }
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char32_t c) { return c == '_' || (c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : is_alphabetic(c)); }
bool is_name_part(char32_t c) { return is_name_start(c) || is_decimal(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(normalized(source)), rest_(source_) {}

  std::vector<Token> run() {
    try {
      while (!rest_.empty()) outside();
    } catch (TemplateError& error) {
      error.line = line_;
      throw;
    }
    push(Type::end);
    return std::move(tokens_);
  }

 private:
  // Text up to the next tag, and that tag.
  void outside() {
    std::size_t tag = 0;
    while ((tag = rest_.find('{', tag)) != std::string_view::npos && tag + 1 < rest_.size() &&
           std::string_view("{%#").find(rest_[tag + 1]) == std::string_view::npos)
      ++tag;
    if (tag == std::string_view::npos || tag + 1 >= rest_.size()) {
      push_data(take(rest_.size()));
      return;
    }
    const char kind = rest_[tag + 1];
    const char sign = tag + 2 < rest_.size() && (rest_[tag + 2] == '-' || rest_[tag + 2] == '+') ? rest_[tag + 2] : ' ';
    const std::string_view text = rest_.substr(0, tag);
    push_data(kind == '{' && sign != '-' ? text : stripped_before_tag(text, sign));
    take(tag + (sign == ' ' ? 2 : 3));
    if (kind == '#')
      comment();
    else if (kind == '{')
      inside(Type::variable_begin, Type::variable_end, "}}");
    else if (!raw())
      inside(Type::block_begin, Type::block_end, "%}");
  }

  std::string_view stripped_before_tag(std::string_view text, char sign) const {
    if (sign == '+') return text;
    if (sign == '-') {
      while (!text.empty()) {
        const std::size_t last = character_before(text, text.size());
        if (!is_space(character_at(text, last))) break;
        text = text.substr(0, last);
      }
      return text;
    }
    // lstrip_blocks: only whitespace between the beginning of the line and the tag goes.
    const std::size_t line_begin = text.rfind('\n') + 1;  // npos + 1 is 0
    if (line_begin == 0 && !at_line_begin_) return text;
    for (std::size_t at = line_begin; at < text.size(); at += character_size(text[at]))
      if (!is_space(character_at(text, at))) return text;
    return text.substr(0, line_begin);
  }

  // The end of a tag is at `end` of the rest: takes it, and what its sign says behind it.
  void take_tag_end(std::size_t end, bool trims_line) {
    const bool strips = end > 0 && rest_[end - 1] == '-', keeps = end > 0 && rest_[end - 1] == '+';
    take(end + 2);
    if (strips)
      take_spaces();
    else if (trims_line && !keeps && rest_.starts_with('\n'))
      take(1);
  }

  void comment() {
    const std::size_t end = rest_.find("#}");
    if (end == std::string_view::npos) raise("a comment has no end");
    take_tag_end(end, true);
  }

  // {% raw %}: everything up to {% endraw %} is text. False when the tag is another one.
  bool raw() {
    const std::size_t end = skip_word(0, "raw");
    if (end == std::string_view::npos) return false;
    const bool strips = rest_.substr(end).starts_with("-%}");
    if (!strips && !rest_.substr(end).starts_with("%}")) return false;
    take(end + (strips ? 3 : 2));
    if (strips) take_spaces();
    for (std::size_t at = 0; (at = rest_.find("{%", at)) != std::string_view::npos; ++at) {
      const char sign = at + 2 < rest_.size() && (rest_[at + 2] == '-' || rest_[at + 2] == '+') ? rest_[at + 2] : ' ';
      std::size_t close = skip_word(at + (sign == ' ' ? 2 : 3), "endraw");
      if (close == std::string_view::npos) continue;
      if (close < rest_.size() && (rest_[close] == '-' || rest_[close] == '+')) ++close;
      if (!rest_.substr(close).starts_with("%}")) continue;
      push_data(stripped_before_tag(rest_.substr(0, at), sign));
      take_tag_end(close, true);
      return true;
    }
    raise("a raw block has no end");
  }

  // Behind spaces, the word and more spaces; npos when something else is there.
  std::size_t skip_word(std::size_t at, std::string_view word) const {
    const auto skip_spaces = [&] {
      while (at < rest_.size() && is_space(character_at(rest_, at))) at += character_size(rest_[at]);
    };
    skip_spaces();
    if (!rest_.substr(std::min(at, rest_.size())).starts_with(word)) return std::string_view::npos;
    at += word.size();
    skip_spaces();
    return at;
  }

  void inside(Type begin, Type end, std::string_view closing) {
    push(begin);
    std::string brackets;  // a "}}" inside of { } is not the end of the tag
    while (!rest_.empty()) {
      if (brackets.empty()) {
        const bool has_sign = rest_[0] == '-' || (rest_[0] == '+' && end == Type::block_end);
        const std::size_t at = has_sign ? 1 : 0;
        if (rest_.substr(at).starts_with(closing)) {
          push(end);
          take_tag_end(at, end == Type::block_end);
          return;
        }
      }
      if (is_space(character_at(rest_, 0)))
        take_spaces();
      else if (is_digit(rest_[0]))
        number();
      else if (is_name_start(character_at(rest_, 0)))
        name();
      else if (rest_[0] == '\'' || rest_[0] == '"')
        string();
      else
        op(brackets);
    }
    raise("a tag has no end: '{}' is missing", closing);
  }

  std::size_t skip_digits(std::size_t at) const {
    while (at < rest_.size() && (is_digit(rest_[at]) || (rest_[at] == '_' && at + 1 < rest_.size() && is_digit(rest_[at + 1])))) ++at;
    return at;
  }

  void number() {
    const char letter = rest_[0] == '0' && rest_.size() > 2 ? static_cast<char>(rest_[1] | 32) : ' ';
    const int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
    const bool is_index = tokens_.back().is_op(".");  // in a.0.1 these are two integers
    std::size_t size = skip_digits(0);
    bool floating = false;
    if (base != 10) {
      for (size = 2; size < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[size])) || rest_[size] == '_');) ++size;
    } else if (!is_index) {
      if (size + 1 < rest_.size() && rest_[size] == '.' && is_digit(rest_[size + 1])) {
        size = skip_digits(size + 1);
        floating = true;
      }
      if (size + 1 < rest_.size() && (rest_[size] == 'e' || rest_[size] == 'E')) {
        const std::size_t digits = size + (rest_[size + 1] == '+' || rest_[size + 1] == '-' ? 2 : 1);
        if (digits < rest_.size() && is_digit(rest_[digits])) {
          size = skip_digits(digits);
          floating = true;
        }
      }
    }
    Token& token = push(floating ? Type::floating : Type::integer);
    std::string digits(take(size));
    std::erase(digits, '_');
    const char *first = digits.data() + (base == 10 ? 0 : 2), *last = digits.data() + digits.size();
    const auto result = floating ? std::from_chars(first, last, token.floating) : std::from_chars(first, last, token.integer, base);
    if (result.ec != std::errc() || result.ptr != last) raise("'{}' is not a number this program can hold", digits);
  }

  void name() {
    std::size_t size = 0;
    while (size < rest_.size() && is_name_part(character_at(rest_, size))) size += character_size(rest_[size]);
    push(Type::name).text = take(size);
  }

  void string() {
    const char quote = rest_[0];
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != quote) end += rest_[end] == '\\' ? 2 : 1;
    if (end >= rest_.size()) raise("a string has no end");
    Token& token = push(Type::string);
    token.text = unescaped(take(end + 1).substr(1, end - 1));
  }

  static std::string unescaped(std::string_view body) {
    std::string text;
    for (std::size_t at = 0; at < body.size(); ++at) {
      if (body[at] != '\\') {
        text += body[at];
        continue;
      }
      const char c = body[++at];
      const std::string_view simple = "\\'\"abfnrtv", meaning = "\\'\"\a\b\f\n\r\t\v";
      if (const auto i = simple.find(c); i != std::string_view::npos) {
        text += meaning[i];
      } else if (c == '\n') {
        continue;
      } else if (c >= '0' && c <= '7') {
        std::size_t size = 1;
        while (size < 3 && at + size < body.size() && body[at + size] >= '0' && body[at + size] <= '7') ++size;
        append_code(text, body.substr(at, size), 8);
        at += size - 1;
      } else if (c == 'x' || c == 'u' || c == 'U') {
        const std::size_t size = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        append_code(text, body.substr(at + 1, size), 16, size);
        at += size;
      } else {
        (text += '\\') += c;
      }
    }
    return text;
  }

  static void append_code(std::string& text, std::string_view digits, int base, std::size_t size = 0) {
    unsigned code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
    const bool complete = error == std::errc() && end == digits.data() + digits.size() && digits.size() >= size;
    if (!complete || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) raise("a string has the malformed escape '{}'", digits);
    append_character(text, code);
  }

  void op(std::string& brackets) {
    static constexpr std::string_view operators[] = {"//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[",
                                                     "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",", ";"};
    const auto found = std::ranges::find_if(operators, [&](std::string_view text) { return rest_.starts_with(text); });
    if (found == std::end(operators)) raise("unexpected character '{}'", rest_.substr(0, character_size(rest_[0])));
    push(Type::op).text = *found;
    take(found->size());
    if (*found == "(" || *found == "[" || *found == "{") brackets += *found == "(" ? ')' : *found == "[" ? ']' : '}';
    if (*found == ")" || *found == "]" || *found == "}") {
      if (!brackets.ends_with(found->front())) raise("unexpected '{}'", *found);
      brackets.pop_back();
    }
  }

  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    line_ += static_cast<int>(std::ranges::count(taken, '\n'));
    if (!taken.empty()) at_line_begin_ = taken.back() == '\n';
    return taken;
  }
  void take_spaces() {
    std::size_t size = 0;
    while (size < rest_.size() && is_space(character_at(rest_, size))) size += character_size(rest_[size]);
    take(size);
  }
  Token& push(Type type) {
    Token& token = tokens_.emplace_back();
    token.type = type;
    token.line = line_;
    return token;
  }
  void push_data(std::string_view text) {
    if (!text.empty()) push(Type::data).text = text;
  }

  const std::string source_;
  std::string_view rest_;
  std::vector<Token> tokens_;
  int line_ = 1;
  bool at_line_begin_ = true;  // the last tag, with what was trimmed behind it, ended a line
};

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Lexer(source).run(); }

}  // namespace halftone::jinja
