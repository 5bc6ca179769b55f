// StarCoder 2 (Lozhkov et al. 2024): layer norms and biases, RoPE, grouped kv heads, a window, no gate in the MLP.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_starcoder2(const Config& config) {
  const bool bias = config.flag_or({"use_bias", ""}, true);
  ModelSpec spec = read_common(config, {.epsilon = "norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .default_context = 4096,
                                        .gated = false,
                                        .tied = true,
                                        .biases = {.norm = true, .qkv = bias, .out = bias, .mlp = bias}});
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 0, 0, kMostTokens);
  for (LayerSpec& layer : spec.layers) {
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
    layer.attention.window = window;
  }
  return spec;
}

}  // namespace halftone
