// GPT-1 (Radford et al. 2018): the original Transformer's order, norms behind the residual; learned positions.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_gpt1(const Config& config) {
  // Its "gelu" is the tanh form.
  ModelSpec spec = read_common(config, {.width = "n_embd",
                                        .layers = "n_layer",
                                        .heads = "n_head",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "",
                                        .context = "n_positions",
                                        .activation = "",
                                        .epsilon = "layer_norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .default_mlp = 4,
                                        .default_context = 512,
                                        .gated = false,
                                        .tied = true,
                                        .biases = {.norm = true, .qkv = true, .out = true, .mlp = true}});
  const std::string activation = config.text({"afn", ""}).value_or("gelu");
  spec.position = Learned{.count = spec.trained_context};
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::post;
    if (activation != "gelu") layer.mlp.activation = activation_of(activation);
  }
  return spec;
}

}  // namespace halftone
