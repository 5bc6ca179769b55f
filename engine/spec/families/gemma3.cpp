// Gemma 3, its text half (Gemma team 2025): Gemma 2 without caps but with norms of query and key; five layers of six have a window and
// a RoPE of their own.
#include <cmath>

#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

namespace {

// What config.json may leave out, and that of the models with vision does.
constexpr std::int64_t kHeads = 8, kKvHeads = 4, kHeadWidth = 256, kVocabulary = 262208, kTrained = 131072;

}  // namespace

ModelSpec read_gemma3(const Config& config) {
  CommonConfig names{.activation = "hidden_activation",
                     .default_activation = Activation::gelu_tanh,
                     .default_heads = kHeads,
                     .default_vocabulary = kVocabulary,
                     .default_kv_heads = kKvHeads,
                     .default_head_width = kHeadWidth,
                     .default_context = kTrained,
                     .tied = true};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  spec.embedding_scale = std::sqrt(static_cast<float>(spec.width));
  spec.final_norm.weight_offset = config.is_gguf() ? 0.0f : 1.0f;
  spec.logit_soft_cap = config.positive_or_off({"final_logit_softcapping", "final_logit_softcapping"});

  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 4096, 1, kMostTokens);
  const std::int64_t pattern = config.integer_or({"sliding_window_pattern", ""}, 6, 1, kMostLayers);
  set_windows(config, spec, window, [&](std::int64_t layer) { return (layer + 1) % pattern != 0; });

  const AttentionSpec& any = spec.layers.front().attention;
  const RopeParams global =
      read_rope(config, any.head_width, spec.trained_context, {.theta = 1e6f, .parameters = "rope_parameters.full_attention"});
  RopeParams local = global;
  local.scaling = {};
  local.theta = config.positive_or({"rope_parameters.sliding_attention.rope_theta|rope_local_base_freq", "rope.freq_base_swa"}, 10000);

  // As in Gemma 2, but the model of 62 layers is the one that divides by √(D / H).
  const bool by_width = config.is_gguf() && spec.layers.size() == 62;
  const auto scalar = static_cast<float>(by_width ? spec.width / any.heads : any.head_width);
  const float divisor = config.positive_or({"query_pre_attn_scalar", ""}, config.is_gguf() ? scalar : 256.0f);
  for (LayerSpec& layer : spec.layers) {
    layer.norm.weight_offset = spec.final_norm.weight_offset;
    layer.norm_place = NormPlace::sandwich;
    layer.attention.qk_norm = QkNorm::head;
    layer.attention.scale = 1 / std::sqrt(divisor);
    layer.attention.soft_cap = config.positive_or_off({"attn_logit_softcapping", "attn_logit_softcapping"});
    layer.attention.position = layer.attention.window > 0 ? local : global;
  }
  return spec;
}

}  // namespace halftone
