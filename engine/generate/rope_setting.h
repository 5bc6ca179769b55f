// RoPE scaling as a setting: the model's spec under it, and the length that length-dependent scalings take.
#pragma once

#include <cstdint>

#include "engine/spec/model_spec.h"

namespace halftone {

bool has_rope(const ModelSpec& spec);  // in any layer
// The spec with this scaling in place of the checkpoint's own; with none set, as it is.
ModelSpec spec_under(const ModelSpec& spec, const RopeScaling& scaling);
// For a conversation of so many tokens: it moves in doublings of the trained context, so that cached keys stay valid between two of them.
// 0: no layer's frequencies depend on it.
std::int64_t rope_length(const ModelSpec& spec, std::int64_t tokens);

}  // namespace halftone
