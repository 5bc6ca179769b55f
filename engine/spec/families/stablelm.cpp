// StableLM (Bellagente et al. 2024): a llama with layer norms and partial RoPE; some have attention and MLP side by side under one norm.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_stablelm(const Config& config) {
  if (config.flag_or({"qk_layernorm", "tensor blk.0.attn_q_norm.weight"}, false))
    refuse(ErrorKind::unsupported, "", "a StableLM with a norm for each head ('qk_layernorm') is not known");
  CommonConfig names{.epsilon = "layer_norm_eps", .norm = NormKind::layer, .default_epsilon = 1e-5f, .default_context = 4096};
  names.biases.norm = true;
  names.biases.qkv = config.flag_or({"use_qkv_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  const bool parallel = config.flag_or({"use_parallel_residual", "use_parallel_residual"}, false);
  for (LayerSpec& layer : spec.layers) {
    layer.residual = parallel ? Residual::parallel_shared_norm : Residual::sequential;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context,
                                         {.share = 0.25f, .share_key = "partial_rotary_factor|rope_pct"});
  }
  return spec;
}

}  // namespace halftone
