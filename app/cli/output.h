// What leaves the program. Results to stdout: one that does not arrive is an error. Notes to stderr: nobody may be there to read them, and
// that stops nothing.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace halftone::cli {

struct OutputLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void write_output(std::string_view text);  // throws OutputLost
void flush_output();                       // throws OutputLost; what is flushed has reached its file
void write_note(std::string_view text);

template <class... Args>
void put(fmt::format_string<Args...> text, Args&&... args) {
  write_output(fmt::format(text, std::forward<Args>(args)...));
}

template <class... Args>
void note(fmt::format_string<Args...> text, Args&&... args) {
  write_note(fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace halftone::cli
