// RoPE as configs write it: `rope_theta` with `rope_scaling` (type or rope_type), the newer `rope_parameters`, and GGUF's `rope.*` keys.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/spec/config.h"
#include "kernels/ops/rope.h"

namespace halftone {

// How a family rotates, and what it calls it in config.json.
struct RopeStyle {
  RopePairing pairing = RopePairing::half;
  RopePairing gguf_pairing = RopePairing::half;  // a converter permutes llama's query and key rows so that pairs lie side by side
  float theta = 10000;                           // where the config is silent
  float share = 1;                               // of the head that is rotated, likewise
  std::string_view theta_key = "rope_theta";
  std::string_view share_key = "partial_rotary_factor";
  std::string_view parameters = "rope_parameters";  // Gemma 3 has one such object for each kind of layer inside
};

// `head_width` Dh; `trained` = max_position_embeddings, on which scalings fall back. Throws Refused.
RopeParams read_rope(const Config& config, std::int64_t head_width, std::int64_t trained, const RopeStyle& style = {});

// A GGUF file says that it scales by long RoPE by holding its factors, in tensors: all but these.
LongRopeScaling read_gguf_longrope(const Config& config, std::int64_t trained);

}  // namespace halftone
