// GLM-4 (GLM team 2024), as published in 2025: norms before and after every half-layer, biases of query, key and value, and half of each
// head rotated, in pairs of neighbours.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_glm4(const Config& config) {
  CommonConfig names{.default_epsilon = 1.5625e-7f, .default_kv_heads = 2, .default_head_width = 128, .default_context = 131072};
  names.biases.qkv = config.flag_or({"attention_bias", ""}, true);
  ModelSpec spec = read_common(config, names);
  const RopeStyle style{.pairing = RopePairing::interleaved, .gguf_pairing = RopePairing::interleaved, .share = 0.5f};
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::sandwich;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, style);
  }
  return spec;
}

}  // namespace halftone
