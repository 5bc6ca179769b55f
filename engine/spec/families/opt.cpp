// OPT (Zhang et al. 2022): GPT-2's order with ReLU; its table of positions begins with two rows that no token uses.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_opt(const Config& config) {
  const auto refuse_unless = [&](bool known, std::string_view key) {
    if (!known) refuse(ErrorKind::unsupported, "", "an OPT with '{}' set as it is here is not known", key);
  };
  refuse_unless(config.flag_or({"do_layer_norm_before", ""}, true), "do_layer_norm_before");
  refuse_unless(config.flag_or({"layer_norm_elementwise_affine", ""}, true), "layer_norm_elementwise_affine");
  refuse_unless(!config.flag_or({"_remove_final_layer_norm", ""}, false), "_remove_final_layer_norm");
  const bool bias = config.flag_or({"enable_bias", ""}, true);
  ModelSpec spec = read_common(config, {.kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "ffn_dim",
                                        .activation = "activation_function",
                                        .epsilon = "",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::relu,
                                        .gated = false,
                                        .tied = true,
                                        .biases = {.norm = true, .qkv = bias, .out = bias, .mlp = bias}});
  refuse_unless(config.integer_or({"word_embed_proj_dim", ""}, spec.width, 1, spec.width) == spec.width, "word_embed_proj_dim");
  spec.position = Learned{.count = spec.trained_context, .offset = 2};
  return spec;
}

}  // namespace halftone
