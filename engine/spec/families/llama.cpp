// Llama 1 to 3 (Touvron et al. 2023, Llama team 2024): RMS norm before each half-layer, RoPE, grouped-query attention, SwiGLU.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_llama(const Config& config) {
  CommonConfig names;
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  names.biases.mlp = config.flag_or({"mlp_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  const RopeStyle style{.gguf_pairing = RopePairing::interleaved};
  for (LayerSpec& layer : spec.layers) {
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, style);
    layer.attention.window = config.integer_or({"", "attention.sliding_window"}, 0, 0, kMostTokens);
  }
  return spec;
}

}  // namespace halftone
