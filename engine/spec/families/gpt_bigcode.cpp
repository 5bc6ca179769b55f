// GPT-BigCode: SantaCoder, StarCoder, OctoCoder (Li et al. 2023, Muennighoff et al. 2023): GPT-2 with one kv head for all query heads.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_gpt_bigcode(const Config& config) {
  if (!config.flag_or({"scale_attn_weights", ""}, true))
    refuse(ErrorKind::unsupported, "", "'scale_attn_weights' is false, which is not known");
  ModelSpec spec = read_common(config, {.width = "n_embd",
                                        .layers = "n_layer",
                                        .heads = "n_head",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "n_inner",
                                        .context = "n_positions",
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
  if (!config.is_gguf() && config.flag_or({"multi_query", ""}, true))
    for (LayerSpec& layer : spec.layers) layer.attention.kv_heads = 1;
  return spec;
}

}  // namespace halftone
