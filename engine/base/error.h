// Errors of the first tier: a bad file or a bad input. They are values, they name their cause with numbers, and they say what
// to do. (Device faults and exhausted memory are exceptions, caught once in the worker; broken invariants are asserts.)
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "engine/base/sentence.h"

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
  device_lost,       // a device has failed for as long as this process lives
};

// A sentence as it is handed over: made already, or a literal.
struct Wording : Sentence {
  Wording(const char* literal) : Sentence(literal) {}
  Wording(Sentence sentence) : Sentence(std::move(sentence)) {}
};

struct Error {
  ErrorKind kind = ErrorKind::malformed;
  Sentence cause;   // with the numbers: "model.gguf: tensor 'blk.0.attn_q.weight' ends at byte 4,096 of 4,000"
  Sentence remedy;  // what the user can do, or empty: "Download the file again: it is shorter than its header says."

  Error() = default;
  Error(ErrorKind which, Wording why, Wording what_to_do) : kind(which), cause(std::move(why)), remedy(std::move(what_to_do)) {}

  std::string message() const { return remedy.empty() ? cause.english : cause.english + "\n" + remedy.english; }
};

template <class T>
using Result = std::expected<T, Error>;

// return fail(ErrorKind::malformed, "what to do", "tensor '{}' has {} dimensions", name, n);
// What is fixed in it is written as a literal: app/engine_worker/engine_words lists the literals, and a test holds the list to them.
template <class... Args>
std::unexpected<Error> fail(ErrorKind kind, Wording remedy, fmt::format_string<Args...> cause, Args&&... args) {
  return std::unexpected(Error{kind, sentence<Args...>(cause, std::forward<Args>(args)...), std::move(remedy)});
}

// Hands the error of a failed Result on to a caller whose value type differs.
template <class T>
std::unexpected<Error> pass_on(Result<T>&& failed) {
  return std::unexpected(std::move(failed).error());
}

}  // namespace halftone
