// What strings can do, for methods and filters alike. Every part of a result keeps its writer.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/jinja/arguments.h"
#include "engine/jinja/value.h"

namespace halftone::jinja {

class Interpreter;

// Linear in the sizes, unlike std::string::find. npos when absent.
std::size_t find_bytes(std::string_view text, std::string_view part, std::size_t from);
std::size_t find_last_bytes(std::string_view text, std::string_view part);

// `characters`: which to take away; null: whitespace.
Text stripped(const Text& text, const Text* characters, bool left, bool right);
Text replaced(const Text& text, const Text& old, const Text& by, std::int64_t count, Budget& budget);  // count < 0: all
Text repeated(const Text& text, std::size_t times, Budget& budget);
Text joined(const Text& separator, const std::vector<Value>& items, Budget& budget);
// `separator` null: at runs of whitespace. `count` < 0: no limit.
std::vector<Text> split(const Text& text, const Text* separator, std::int64_t count, bool from_right, Budget& budget);
std::vector<Text> lines_of(const Text& text, bool keep_ends, Budget& budget);
Text indented(const Text& text, const Text& indentation, bool first, bool blank, Budget& budget);
Text capitalized(const Text& text);
// Spaces (or `fill`) around it until it is `width` characters long.
Text padded(const Text& text, std::int64_t width, std::string_view fill, bool left, bool right, Budget& budget);

Text percent_formatted(Interpreter& interpreter, const Text& format, const Value& arguments);    // "%s and %d" % (…)
Text brace_formatted(Interpreter& interpreter, const Text& format, const Arguments& arguments);  // "{} and {name}".format(…)

}  // namespace halftone::jinja
