// Qwen 3 (Yang et al. 2025): Qwen 2 with norms of every head's query and key in place of the biases.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_qwen3(const Config& config) {
  CommonConfig names{.default_head_width = 128};
  names.biases.qkv = names.biases.out = config.flag_or({"attention_bias", ""}, false);
  ModelSpec spec = read_common(config, names);
  for (LayerSpec& layer : spec.layers) {
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
    layer.attention.qk_norm = QkNorm::head;
  }
  if (config.flag_or({"use_sliding_window", ""}, false)) {
    const std::int64_t window = config.integer_or({"sliding_window", ""}, 0, 1, kMostTokens);
    const std::int64_t first = config.integer_or({"max_window_layers", ""}, 28, 0, kMostLayers);
    set_windows(config, spec, window, [&](std::int64_t layer) { return layer >= first; });
  }
  return spec;
}

}  // namespace halftone
