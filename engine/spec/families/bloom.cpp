// BLOOM (BigScience 2022): ALiBi, a norm of the embeddings, biases everywhere.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_bloom(const Config& config) {
  if (config.flag_or({"apply_residual_connection_post_layernorm", ""}, false))
    refuse(ErrorKind::unsupported, "", "a BLOOM whose residual is taken after the norm is not known");
  ModelSpec spec = read_common(config, {.width = "hidden_size|n_embed",
                                        .layers = "n_layer|num_hidden_layers",
                                        .heads = "n_head|num_attention_heads",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "",
                                        .context = "seq_length",
                                        .activation = "",
                                        .epsilon = "layer_norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .default_mlp = 4,
                                        .gated = false,
                                        .tied = true,
                                        .biases = {.norm = true, .qkv = true, .out = true, .mlp = true}});
  spec.embedding_norm = true;
  for (LayerSpec& layer : spec.layers)
    layer.attention.position = Alibi{.max_bias = config.positive_or({"", "attention.max_alibi_bias"}, 8)};
  return spec;
}

}  // namespace halftone
