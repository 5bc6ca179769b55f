// SmolLM 3 (Hugging Face 2025): a llama of which every fourth layer knows no positions (Yang et al. 2025, "Rope to Nope and Back Again").
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_smollm3(const Config& config) {
  ModelSpec spec = read_llama(config);
  const std::int64_t interval = config.integer_or({"no_rope_layer_interval", ""}, 4, 1, kMostLayers);
  const std::vector<bool> rotates =
      read_switches(config, {"no_rope_layers", ""}, spec, [&](std::int64_t layer) { return (layer + 1) % interval != 0; });
  for (std::size_t i = 0; i < rotates.size(); ++i)
    if (!rotates[i]) spec.layers[i].attention.position = NoPosition{};
  if (config.flag_or({"use_sliding_window", ""}, false)) {
    const std::int64_t window = config.integer_or({"sliding_window", ""}, 0, 1, kMostTokens);
    set_windows(config, spec, window, [&](std::int64_t layer) { return !rotates[static_cast<std::size_t>(layer)]; });
  }
  return spec;
}

}  // namespace halftone
