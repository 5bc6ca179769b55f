// Granite 3 (IBM 2024): a llama with four multipliers: on the embedding, on scores instead of 1/√Dh, on what every half-layer adds to the
// residual, and, divided by, on the logits.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_granite(const Config& config) {
  CommonConfig names;
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  names.biases.mlp = config.flag_or({"mlp_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  spec.embedding_scale = config.positive_or({"embedding_multiplier", "embedding_scale"}, 1);
  spec.logit_scale = 1 / config.positive_or({"logits_scaling", "logit_scale"}, 1);
  const float residual_scale = config.positive_or({"residual_multiplier", "residual_scale"}, 1);
  const RopeStyle style{.gguf_pairing = RopePairing::interleaved};
  for (LayerSpec& layer : spec.layers) {
    layer.residual_scale = residual_scale;
    layer.attention.scale = config.positive_or({"attention_multiplier", "attention.scale"}, layer.attention.scale);
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, style);
  }
  return spec;
}

}  // namespace halftone
