// MPT (MosaicML 2023): ALiBi, clipped query, key and value, no biases at all.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_mpt(const Config& config) {
  const auto refuse_unless = [&](bool known, std::string_view key) {
    if (!known) refuse(ErrorKind::unsupported, "", "an MPT with '{}' set as it is here is not known", key);
  };
  refuse_unless(config.flag_or({"attn_config.alibi", ""}, true), "attn_config.alibi");
  refuse_unless(config.flag_or({"no_bias", ""}, true), "no_bias");
  refuse_unless(!config.flag_or({"attn_config.qk_ln", ""}, false), "attn_config.qk_ln");
  refuse_unless(!config.flag_or({"attn_config.prefix_lm", ""}, false), "attn_config.prefix_lm");
  refuse_unless(config.text({"attn_config.attn_type", ""}).value_or("multihead_attention") == "multihead_attention",
                "attn_config.attn_type");
  refuse_unless(!config.has({"logit_scale", ""}), "logit_scale");
  // GGUF says "no ALiBi" by a bias of 0; such a model has learned positions.
  refuse_unless(!config.is_gguf() || config.positive_or_off({"", "attention.max_alibi_bias"}) > 0, "attention.max_alibi_bias");

  const std::int64_t ratio = config.integer_or({"expansion_ratio", ""}, 4, 1, 64);
  ModelSpec spec = read_common(config, {.width = "d_model",
                                        .layers = "n_layers",
                                        .heads = "n_heads",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "",
                                        .context = "max_seq_len",
                                        .activation = "",
                                        .epsilon = "layer_norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu,
                                        .default_mlp = ratio,
                                        .gated = false,
                                        .tied = true});
  for (LayerSpec& layer : spec.layers) {
    layer.attention.position = Alibi{.max_bias = config.positive_or({"attn_config.alibi_bias_max", "attention.max_alibi_bias"}, 8)};
    layer.attention.scale = config.positive_or({"attn_config.softmax_scale", ""}, layer.attention.scale);
    layer.attention.clip_qkv = config.positive_or_off({"attn_config.clip_qkv", "attention.clamp_kqv"});
  }
  return spec;
}

}  // namespace halftone
