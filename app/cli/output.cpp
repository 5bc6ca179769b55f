#include "app/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace halftone::cli {

namespace {

[[noreturn]] void lost(int code) {
  throw OutputLost(fmt::format("the result could not be written to its file or pipe: {}\nCheck the free disk space and where stdout leads.",
                               std::generic_category().message(code)));
}

}  // namespace

void write_output(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) lost(errno);
}

void flush_output() {
  if (std::fflush(stdout) != 0) lost(errno);
}

void write_note(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace halftone::cli
