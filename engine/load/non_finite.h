// A weight that is no number makes every answer one: found while loading, where it can still be named.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/formats/format.h"

namespace halftone {

// Whether `blocks` blocks hold a NaN or an infinity: in the numbers of a float format, in the scales of a quantised one.
bool has_non_finite(Format format, const std::byte* data, std::int64_t blocks);

}  // namespace halftone
