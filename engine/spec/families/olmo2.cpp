// OLMo 2 (OLMo team 2024): norms of what a half-layer adds, not of what it reads, and of all queries and of all keys together.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_olmo2(const Config& config) {
  if (config.has({"", "attention.sliding_window"})) return read_olmo3(config);  // in GGUF both are an olmo2
  CommonConfig names{.default_epsilon = 1e-5f};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::after;
    layer.attention.qk_norm = QkNorm::whole;
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
  }
  return spec;
}

}  // namespace halftone
