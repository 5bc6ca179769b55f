// What a filter, test, method or function was called with.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/jinja/value.h"

namespace halftone::jinja {

class Arguments {
 public:
  std::vector<Value> positional;
  std::vector<std::pair<std::string_view, Value>> named;

  // Null when the call gave neither.
  const Value* find(std::size_t index, std::string_view name) const {
    if (index < positional.size()) return &positional[index];
    for (const auto& [other, value] : named)
      if (other == name) return &value;
    return nullptr;
  }
  Value get(std::size_t index, std::string_view name, Value otherwise = None()) const {
    const Value* value = find(index, name);
    return value ? *value : otherwise;
  }
  Value require(std::size_t index, std::string_view name) const {
    const Value* value = find(index, name);
    if (!value) raise("the argument '{}' is missing", name);
    return *value;
  }
  bool flag(std::size_t index, std::string_view name, bool otherwise = false) const {
    const Value* value = find(index, name);
    return value ? is_true(*value) : otherwise;
  }
  std::int64_t integer(std::size_t index, std::string_view name, std::int64_t otherwise) const {
    const Value* value = find(index, name);
    if (!value || is_none(*value)) return otherwise;
    const auto integer = as_integer(*value);
    if (!integer) raise("the argument '{}' must be an integer, not '{}'", name, type_name(*value));
    return *integer;
  }
  const Text& text(std::size_t index, std::string_view name) const {
    const Value value = require(index, name);
    const Text* text = as_text(value);
    if (!text) raise("the argument '{}' must be a string, not '{}'", name, type_name(value));
    return *text;
  }
  // Refuses what the function does not know.
  void allow(std::string_view function, std::initializer_list<std::string_view> names) const {
    if (positional.size() > names.size())
      raise("{}() takes at most {} arguments, {} were given", function, names.size(), positional.size());
    for (const auto& [name, value] : named)
      if (std::find(names.begin(), names.end(), name) == names.end()) raise("{}() has no argument '{}'", function, name);
  }
};

}  // namespace halftone::jinja
