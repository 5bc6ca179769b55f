// EXAONE 4 (LG AI Research 2025): norms of what a half-layer adds, and of every head's query and key. Where layers have windows, those
// without one know no positions.
#include <functional>
#include <string>

#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

namespace {

// The kinds of layers over and over, as in "LLLG" (local, global), or after how many layers a global one comes.
std::string layer_pattern(const Config& config) {
  const ConfigKey key{"sliding_window_pattern", ""};
  if (!config.is_text(key)) return std::string(static_cast<std::size_t>(config.integer_or(key, 4, 1, kMostLayers) - 1), 'L') + 'G';
  const std::string pattern = *config.text(key);
  if (pattern.empty() || pattern.find_first_not_of("LG") != pattern.npos)
    refuse(ErrorKind::malformed, "", "{} is '{}'; it is made of L and G", config.name(key), pattern);
  return pattern;
}

}  // namespace

ModelSpec read_exaone4(const Config& config) {
  ModelSpec spec = read_common(config, {.default_epsilon = 1e-5f});
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 0, 1, kMostTokens);
  if (window > 0) {
    const std::string pattern = layer_pattern(config);
    const std::int64_t last = std::ssize(spec.layers) - 1;
    set_windows(config, spec, window, [&](std::int64_t layer) {
      return layer != last && pattern[static_cast<std::size_t>(layer) % pattern.size()] == 'L';
    });
  }
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::after;
    layer.attention.qk_norm = QkNorm::head;
    if (window == 0 || layer.attention.window > 0)
      layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
  }
  return spec;
}

}  // namespace halftone
