// Phi-3, Phi-3.5, Phi-4 (Abdin et al. 2024): a llama whose projections are stored fused; long RoPE, and partial RoPE in Phi-4 mini.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

ModelSpec read_phi3(const Config& config) {
  ModelSpec spec = read_common(config, {.default_epsilon = 1e-5f, .default_context = 4096});
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 0, 0, kMostTokens);
  for (LayerSpec& layer : spec.layers) {
    layer.attention.position = read_rope(config, layer.attention.head_width, spec.trained_context);
    layer.attention.window = window;
  }
  return spec;
}

}  // namespace halftone
