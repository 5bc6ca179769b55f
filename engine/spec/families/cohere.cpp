// Command R (Cohere 2024): attention and MLP side by side under one norm without bias, RoPE in pairs of neighbours, scaled logits.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_cohere(const Config& config) {
  if (config.flag_or({"use_qk_norm", "tensor blk.0.attn_q_norm.weight"}, false))
    refuse(ErrorKind::unsupported, "", "a Command R+ with a norm for each head ('use_qk_norm') is not known");
  CommonConfig names{.epsilon = "layer_norm_eps", .norm = NormKind::layer, .default_epsilon = 1e-5f, .default_context = 8192, .tied = true};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  spec.logit_scale = config.positive_or({"logit_scale", "logit_scale"}, 0.0625f);
  const RopeStyle style{.pairing = RopePairing::interleaved, .gguf_pairing = RopePairing::interleaved};
  for (LayerSpec& layer : spec.layers) {
    layer.residual = Residual::parallel_shared_norm;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context, style);
  }
  return spec;
}

}  // namespace halftone
