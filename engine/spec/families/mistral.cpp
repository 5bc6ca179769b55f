// Mistral (Jiang et al. 2023): a llama whose attention may look back over a window only.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_mistral(const Config& config) {
  ModelSpec spec = read_llama(config);
  const std::int64_t window = config.integer_or({"sliding_window", ""}, 0, 1, kMostTokens);
  for (LayerSpec& layer : spec.layers) layer.attention.window = window;
  return spec;
}

}  // namespace halftone
