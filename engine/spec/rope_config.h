// RoPE as configs write it: `rope_theta` with `rope_scaling` (type or rope_type), the newer `rope_parameters`, and GGUF's `rope.*` keys.
#pragma once

#include <cstdint>

#include "engine/spec/config.h"
#include "kernels/ops/rope.h"

namespace halftone {

// `head_width` Dh; `trained` = max_position_embeddings, on which scalings fall back. Throws Refused.
RopeParams read_rope(const Config& config, std::int64_t head_width, std::int64_t trained, float default_theta);

}  // namespace halftone
