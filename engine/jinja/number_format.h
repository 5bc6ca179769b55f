// Numbers and texts laid out as Python's format() does: [[fill]align][sign][z][#][0][width][grouping][.precision][type].
#pragma once

#include <string>
#include <string_view>

#include "engine/jinja/value.h"

namespace halftone::jinja {

struct FormatSpec {
  std::string fill = " ";  // one character
  char align = 0;          // < > ^ or =; 0: that of the kind of value
  char sign = '-';         // - + or a space
  char grouping = 0;       // , or _
  char type = 0;
  bool alternate = false, zero = false, no_negative_zero = false;
  int width = 0, precision = -1;
};

FormatSpec parse_format_spec(std::string_view spec);  // raises on what Python does not know

// `value` by the spec; an empty one is str(). Raises where the spec has no meaning for the value.
Text formatted(const Value& value, std::string_view spec, Budget& budget);

std::string format_integer(std::int64_t number, const FormatSpec& spec);
std::string format_float(double number, const FormatSpec& spec);

}  // namespace halftone::jinja
