// How the interpreter gives up: thrown anywhere below ChatTemplate, turned into a Result there. The line is added where it is
// known.
#pragma once

#include <utility>

#include "engine/base/error.h"

namespace halftone::jinja {

struct TemplateError {
  ErrorKind kind = ErrorKind::malformed;
  Sentence cause;
  int line = 0;  // 0: not known yet
};

template <class... Args>
[[noreturn]] void raise(fmt::format_string<Args...> cause, Args&&... args) {
  throw TemplateError{ErrorKind::malformed, sentence<Args...>(cause, std::forward<Args>(args)...)};
}

// A limit of limits.h.
template <class... Args>
[[noreturn]] void raise_limit(fmt::format_string<Args...> cause, Args&&... args) {
  throw TemplateError{ErrorKind::unsupported, sentence<Args...>(cause, std::forward<Args>(args)...)};
}

}  // namespace halftone::jinja
