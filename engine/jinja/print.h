// Values as text: Python's str() and repr(), and json.dumps().
#pragma once

#include <optional>

#include "engine/jinja/value.h"

namespace halftone::jinja {

Text to_text(const Value& value, Budget& budget);     // str()
Text to_literal(const Value& value, Budget& budget);  // repr()

struct JsonStyle {
  bool ascii = false;                  // \uXXXX for whatever is not ASCII
  std::optional<Text> indent;          // of one level; none: everything on one line
  std::optional<Text> item_separator;  // ", ", or "," before a line break
  std::optional<Text> key_separator;   // ": "
  bool sort_keys = false;
};
Text to_json(const Value& value, const JsonStyle& style, Budget& budget);

std::string float_literal(double number);  // the shortest that reads back as the same number, laid out as Python does

// Appends, or raises when the result would be longer than a text may be.
void append(Text& text, const Text& more, Budget& budget);
void append(Text& text, std::string_view more, Budget& budget);

}  // namespace halftone::jinja
