// Falcon (Almazrouei et al. 2023): attention and MLP side by side under one norm (7B, one kv head) or under two (40B and 180B, grouped kv
// heads); the RefinedWeb models have them in sequence, with ALiBi and biases.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

namespace {

struct Layout {
  std::int64_t kv_heads = 0;
  Residual residual = Residual::sequential;
};

Layout read_layout(const Config& config, std::int64_t heads, std::int64_t stored_kv_heads) {
  if (config.is_gguf()) {
    const auto has = [&](std::string_view tensor) { return config.flag_or({"", tensor}, false); };
    if (has("tensor blk.0.attn_norm_2.weight")) return {stored_kv_heads, Residual::parallel};
    return {stored_kv_heads, has("tensor blk.0.ffn_norm.weight") ? Residual::sequential : Residual::parallel_shared_norm};
  }
  if (config.flag_or({"new_decoder_architecture", ""}, false)) {
    const bool one_norm = config.integer_or({"num_ln_in_parallel_attn", ""}, 2, 1, 2) == 1;
    return {stored_kv_heads, one_norm ? Residual::parallel_shared_norm : Residual::parallel};
  }
  return {config.flag_or({"multi_query", ""}, true) ? 1 : heads,
          config.flag_or({"parallel_attn", ""}, true) ? Residual::parallel_shared_norm : Residual::sequential};
}

}  // namespace

ModelSpec read_falcon(const Config& config) {
  CommonConfig names{.width = "hidden_size|n_embed",
                     .layers = "num_hidden_layers|n_layer",
                     .heads = "num_attention_heads|n_head",
                     .kv_heads = "num_kv_heads|n_head_kv",
                     .head_width = "",
                     .mlp_width = "ffn_hidden_size",
                     .activation = "activation",
                     .epsilon = "layer_norm_epsilon",
                     .norm = NormKind::layer,
                     .default_epsilon = 1e-5f,
                     .default_activation = Activation::gelu,
                     .default_mlp = 4,
                     .gated = false,
                     .tied = true};
  names.biases.norm = true;
  names.biases.qkv = names.biases.out = names.biases.mlp = config.flag_or({"bias", ""}, false);
  ModelSpec spec = read_common(config, names);

  const AttentionSpec& any = spec.layers.front().attention;
  const Layout layout = read_layout(config, any.heads, any.kv_heads);
  Position position;
  if (config.flag_or({"alibi", ""}, false) || config.has({"", "attention.max_alibi_bias"}))
    // It adds the bias to q·k and scales the sum.
    position = Alibi{.max_bias = config.positive_or({"", "attention.max_alibi_bias"}, 8), .scale = any.scale};
  else
    position = read_rope(config, any.head_width, spec.trained_context);
  for (LayerSpec& layer : spec.layers) {
    layer.attention.kv_heads = layout.kv_heads;
    layer.residual = layout.residual;
    layer.attention.position = position;
  }
  return spec;
}

}  // namespace halftone
