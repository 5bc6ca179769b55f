#pragma once

#include <string_view>

#include "engine/jinja/ast.h"

namespace halftone::jinja {

// Throws TemplateError with the line.
Program parse(std::string_view source);

}  // namespace halftone::jinja
