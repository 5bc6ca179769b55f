// Inside a parser an error is thrown as `Refused`, so that the parser reads straight; its one public function turns it into a
// Result with guarded(). Nothing thrown here leaves the room it was thrown in.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/base/error.h"

namespace halftone {

struct Refused {
  Error error;
};

template <class... Args>
[[noreturn]] void refuse(ErrorKind kind, Wording remedy, fmt::format_string<Args...> cause, Args&&... args) {
  throw Refused{Error{kind, sentence<Args...>(cause, std::forward<Args>(args)...), std::move(remedy)}};
}

// The value of a Result, or its error thrown.
template <class T>
T value_of(Result<T>&& result) {
  if (!result) throw Refused{std::move(result).error()};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Runs a parser. `where`, usually a file's name, is put before the cause unless it is there: "model.gguf: tensor 'x' …".
template <std::invocable F>
auto guarded(std::string_view where, F&& parse) -> Result<std::invoke_result_t<F>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
      parse();
      return {};
    } else {
      return parse();
    }
  } catch (Refused& refused) {
    if (!where.empty() && !refused.error.cause.english.starts_with(where))
      refused.error.cause = sentence("{}: {}", where, refused.error.cause);
    return std::unexpected(std::move(refused.error));
  }
}

}  // namespace halftone
