// Errors of the first tier: a bad file or a bad input. They are values, they name their cause with numbers, and they say what
// to do. (Device faults and exhausted memory are exceptions, caught once in the worker; broken invariants are asserts.)
#pragma once

#include <fmt/format.h>

#include <expected>
#include <string>
#include <utility>

namespace halftone {

enum class ErrorKind {
  not_found,         // no such file, tensor, token
  io,                // the operating system refused: permission, disk full, short read
  malformed,         // the file breaks its own format
  unsupported,       // well-formed, but not something this program can run
  out_of_memory,     // needs more bytes than there are
  context_overflow,  // the conversation is longer than the context
  invalid_argument,  // the caller asked for something that has no meaning
  busy,              // somebody else holds it
  cancelled,         // the user stopped it
};

struct Error {
  ErrorKind kind = ErrorKind::malformed;
  std::string cause;   // one sentence with the numbers: "model.gguf: tensor 'blk.0.attn_q.weight' ends at byte 4,096 of 4,000"
  std::string remedy;  // what the user can do, or empty: "Download the file again: it is shorter than its header says."

  std::string message() const { return remedy.empty() ? cause : cause + "\n" + remedy; }
};

template <class T>
using Result = std::expected<T, Error>;

// return fail(ErrorKind::malformed, "what to do", "tensor '{}' has {} dimensions", name, n);
template <class... Args>
std::unexpected<Error> fail(ErrorKind kind, std::string remedy, fmt::format_string<Args...> cause, Args&&... args) {
  return std::unexpected(Error{kind, fmt::format(cause, std::forward<Args>(args)...), std::move(remedy)});
}

// Hands the error of a failed Result on to a caller whose value type differs.
template <class T>
std::unexpected<Error> pass_on(Result<T>&& failed) {
  return std::unexpected(std::move(failed).error());
}

}  // namespace halftone
