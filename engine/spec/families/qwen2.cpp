// Qwen 2 and 2.5 (Yang et al. 2024): a llama with biases on query, key and value, and windows in its upper layers where it has any.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_qwen2(const Config& config) {
  CommonConfig names;
  names.biases.qkv = true;
  ModelSpec spec = read_common(config, names);
  for (LayerSpec& layer : spec.layers) layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
  if (config.flag_or({"use_sliding_window", ""}, false)) {
    const std::int64_t window = config.integer_or({"sliding_window", ""}, 0, 1, kMostTokens);
    const std::int64_t first = config.integer_or({"max_window_layers", ""}, 28, 0, kMostLayers);
    set_windows(config, spec, window, [&](std::int64_t layer) { return layer >= first; });
  }
  return spec;
}

}  // namespace halftone
