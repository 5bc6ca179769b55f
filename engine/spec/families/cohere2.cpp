// Command R7B (Cohere 2024): Command R of which three layers of four have a window; the fourth sees everything and knows no positions.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_cohere2(const Config& config) {
  ModelSpec spec = read_cohere(config);
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 4096, 1, kMostTokens);
  const std::int64_t pattern = config.integer_or({"sliding_window_pattern", ""}, 4, 1, kMostLayers);
  set_windows(config, spec, window, [&](std::int64_t layer) { return (layer + 1) % pattern != 0; });
  for (LayerSpec& layer : spec.layers)
    if (layer.attention.window == 0) layer.attention.position = NoPosition{};
  return spec;
}

}  // namespace halftone
