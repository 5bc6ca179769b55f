// The border where the engine's errors and exceptions become values for the window.
#pragma once

#include <exception>
#include <optional>

#include "app/engine_worker/values.h"

namespace halftone::app {

EngineFailure failureOf(const Error& error);
EngineFailure failureOf(const std::exception_ptr& thrown);  // memory exhausted, device fault

// Calls `work`; what it throws comes back as a failure.
template <class Work>
std::optional<EngineFailure> attempt(Work work) {
  try {
    work();
    return std::nullopt;
  } catch (...) {
    return failureOf(std::current_exception());
  }
}

}  // namespace halftone::app
