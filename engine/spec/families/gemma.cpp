// Gemma (Gemma team 2024): a llama with embeddings × √D, GeGLU, heads of their own width, and norms that store their weight − 1 (GGUF
// has added it).
#include <cmath>

#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_gemma(const Config& config) {
  // The tanh form whatever `hidden_act` says: the first configs called it gelu.
  CommonConfig names{
      .activation = "hidden_activation", .default_activation = Activation::gelu_tanh, .default_head_width = 256, .tied = true};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  spec.embedding_scale = std::sqrt(static_cast<float>(spec.width));
  spec.final_norm.weight_offset = config.is_gguf() ? 0.0f : 1.0f;
  for (LayerSpec& layer : spec.layers) {
    layer.norm.weight_offset = spec.final_norm.weight_offset;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
  }
  return spec;
}

}  // namespace halftone
