// Methods by name. Most take their arguments by position alone: the names that they allow are empty.
#pragma once

#include <string_view>
#include <unordered_map>

#include "engine/jinja/interpreter.h"

namespace halftone::jinja {

using MethodTable = std::unordered_map<std::string_view, Callable>;

inline Callable look_up(const MethodTable& table, std::string_view name) {
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace halftone::jinja
