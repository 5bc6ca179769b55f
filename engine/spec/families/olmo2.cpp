// OLMo 2 and 3 (OLMo team 2024, 2025): norms of what a half-layer adds, not of what it reads, and of all queries and of all keys together.
// OLMo 3 gives three layers of four a window; only the fourth's RoPE is stretched to a longer context.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

namespace {

// All but the positions.
ModelSpec read_layers(const Config& config) {
  CommonConfig names{.default_epsilon = 1e-5f};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::after;
    layer.attention.qk_norm = QkNorm::whole;
  }
  return spec;
}

}  // namespace

ModelSpec read_olmo2(const Config& config) {
  if (config.has({"", "attention.sliding_window"})) return read_olmo3(config);  // in GGUF both are an olmo2
  ModelSpec spec = read_layers(config);
  for (LayerSpec& layer : spec.layers)
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
  return spec;
}

ModelSpec read_olmo3(const Config& config) {
  ModelSpec spec = read_layers(config);
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 4096, 1, kMostTokens);
  set_windows(config, spec, window, [](std::int64_t layer) { return (layer + 1) % 4 != 0; });

  const std::int64_t head_width = spec.layers.front().attention.head_width;
  const RopeParams global =
      read_rope(config, head_width, spec.trained_context, {.theta = 500000, .parameters = "rope_parameters.full_attention"});
  RopeParams local = global;
  local.scaling = {};
  local.theta = config.positive_or({"rope_parameters.sliding_attention.rope_theta", ""}, global.theta);
  for (LayerSpec& layer : spec.layers) layer.attention.position = layer.attention.window > 0 ? local : global;
  return spec;
}

}  // namespace halftone
