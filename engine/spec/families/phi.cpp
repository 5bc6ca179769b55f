// Phi-1, Phi-1.5, Phi-2 (Li et al. 2023): attention and MLP side by side under one norm, partial RoPE, biases everywhere.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_phi(const Config& config) {
  if (config.flag_or({"qk_layernorm", ""}, false)) refuse(ErrorKind::unsupported, "", "'qk_layernorm' is true, which is not known");
  ModelSpec spec = read_common(config, {.epsilon = "layer_norm_eps",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .gated = false,
                                        .biases = {.norm = true, .qkv = true, .out = true, .mlp = true, .lm_head = true}});
  for (LayerSpec& layer : spec.layers) {
    layer.residual = Residual::parallel_shared_norm;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, {.share = 0.5f});
  }
  return spec;
}

}  // namespace halftone
