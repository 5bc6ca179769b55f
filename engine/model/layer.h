// A transformer layer as ops of a token program.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/backend/token_program.h"
#include "engine/model/layer_weights.h"

namespace halftone {

// `width`: D. `frequencies` is read when the program runs; null without RoPE. `alibi_slopes`: H, empty without ALiBi.
std::vector<TokenOp> layer_ops(const LayerSpec& spec, const LayerWeights& weights, std::int64_t layer, std::int64_t width,
                               const RopeFrequencies* frequencies, std::span<const float> alibi_slopes);

}  // namespace halftone
