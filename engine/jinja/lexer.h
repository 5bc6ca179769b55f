// A template's source as tokens: text outside the tags, and names, numbers, strings and operators inside them. Whitespace
// control as Jinja does it with trim_blocks and lstrip_blocks, which is how Hugging Face runs chat templates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace halftone::jinja {

struct Token {
  enum class Type { data, block_begin, block_end, variable_begin, variable_end, name, string, integer, floating, op, end };
  Type type = Type::end;
  std::string text;  // of data, names, strings (without quotes and escapes) and operators
  std::int64_t integer = 0;
  double floating = 0;
  int line = 0;

  bool is_op(std::string_view op) const { return type == Type::op && text == op; }
  bool is_name(std::string_view name) const { return type == Type::name && text == name; }
};

// Ends with a token of type end. Throws TemplateError.
std::vector<Token> tokenize(std::string_view source);

}  // namespace halftone::jinja
