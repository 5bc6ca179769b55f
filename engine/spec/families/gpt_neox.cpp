// GPT-NeoX, Pythia (Black et al. 2022): partial RoPE; attention and MLP side by side, each under its own norm.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_gpt_neox(const Config& config) {
  CommonConfig names{.kv_heads = "",
                     .head_width = "",
                     .epsilon = "layer_norm_eps",
                     .norm = NormKind::layer,
                     .default_epsilon = 1e-5f,
                     .default_activation = Activation::gelu,
                     .gated = false,
                     .biases = {.norm = true, .mlp = true}};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, true);
  ModelSpec spec = read_common(config, names);
  const RopeStyle style{.share = 0.25f, .theta_key = "rope_theta|rotary_emb_base", .share_key = "partial_rotary_factor|rotary_pct"};
  const bool parallel = config.flag_or({"use_parallel_residual", "use_parallel_residual"}, true);
  for (LayerSpec& layer : spec.layers) {
    layer.residual = parallel ? Residual::parallel : Residual::sequential;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, style);
  }
  return spec;
}

}  // namespace halftone
