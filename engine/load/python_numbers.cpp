#include "engine/load/python_numbers.h"

#include <algorithm>
#include <array>
#include <limits>

namespace halftone {

namespace {

struct Row {
  std::string_view written, spelling;
  double value;
};
// Of the same length, so that the bytes that an error names are the file's own. The longest first: it ends like the second.
constexpr std::array<Row, 3> kRows = {{{"-Infinity", "-0E900009", -std::numeric_limits<double>::infinity()},
                                       {"Infinity", "0E900009", std::numeric_limits<double>::infinity()},
                                       {"NaN", "0E9", std::numeric_limits<double>::quiet_NaN()}}};

// "1NaN" is no number, and must not become one.
bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::string_view kBefore = " \t\r\n:,[", kAfter = " \t\r\n,]}";
  return (begin == 0 || kBefore.contains(text[begin - 1])) && (end == text.size() || kAfter.contains(text[end]));
}

}  // namespace

std::optional<std::string> without_python_numbers(std::string_view text) {
  if (text.find("Infinity") == text.npos && text.find("NaN") == text.npos) return std::nullopt;
  std::string out(text);
  bool quoted = false, any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (quoted && text[at] == '\\') ++at;
    else if (text[at] == '"') quoted = !quoted;
    else if (!quoted)
      for (const Row& row : kRows)
        if (text.substr(at).starts_with(row.written) && stands_alone(text, at, at + row.written.size())) {
          out.replace(at, row.written.size(), row.spelling);
          at += row.written.size() - 1;
          any = true;
          break;
        }
  }
  if (!any) return std::nullopt;
  return out;
}

std::optional<double> python_number(std::string_view spelling) {
  const auto row = std::ranges::find(kRows, spelling, &Row::spelling);
  if (row == kRows.end()) return std::nullopt;
  return row->value;
}

}  // namespace halftone
