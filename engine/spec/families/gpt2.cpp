// GPT-2 (Radford et al. 2019): layer norms before each half-layer, learned positions, biases everywhere.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_gpt2(const Config& config) {
  if (!config.flag_or({"scale_attn_weights", ""}, true))
    refuse(ErrorKind::unsupported, "", "'scale_attn_weights' is false, which is not known");
  ModelSpec spec = read_common(config, {.width = "n_embd",
                                        .layers = "n_layer",
                                        .heads = "n_head",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "n_inner",
                                        .context = "n_positions|n_ctx",
                                        .activation = "activation_function",
                                        .epsilon = "layer_norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .default_mlp = 4,
                                        .default_context = 1024,
                                        .gated = false,
                                        .tied = true,
                                        .biases = {.norm = true, .qkv = true, .out = true, .mlp = true}});
  spec.position = Learned{.count = spec.trained_context};
  if (config.flag_or({"scale_attn_by_inverse_layer_idx", ""}, false))
    for (std::size_t i = 0; i < spec.layers.size(); ++i) spec.layers[i].attention.scale /= static_cast<float>(i + 1);
  return spec;
}

}  // namespace halftone
