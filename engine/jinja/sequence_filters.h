#pragma once

#include <string_view>

#include "engine/jinja/interpreter.h"

namespace halftone::jinja {

Callable find_sequence_filter(std::string_view name);

}  // namespace halftone::jinja
