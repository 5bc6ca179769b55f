// Infinity, -Infinity and NaN, which JSON has not and Python's json module writes and reads. Published config.json files hold them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halftone {

// The same text, of the same length, with a spelling of zero that nobody uses in the place of each; nothing where there is none.
std::optional<std::string> without_python_numbers(std::string_view text);
// What such a spelling stands for; of every other number nothing.
std::optional<double> python_number(std::string_view spelling);

}  // namespace halftone
