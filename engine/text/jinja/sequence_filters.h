#pragma once

#include <string_view>

#include "engine/text/jinja/interpreter.h"

namespace halftone::jinja {

Callable find_sequence_filter(std::string_view name);

}  // namespace halftone::jinja
