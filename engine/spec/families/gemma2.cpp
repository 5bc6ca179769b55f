// Gemma 2 (Gemma team 2024): norms before and after every half-layer, caps on scores and logits, every second layer with a window.
#include <cmath>

#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_gemma2(const Config& config) {
  ModelSpec spec = read_gemma(config);
  const ConfigKey cap{"attn_logit_softcapping", "attn_logit_softcapping"}, final_cap{"final_logit_softcapping", "final_logit_softcapping"};
  // GGUF files of before these keys have the published caps; in config.json null is none.
  const bool published = config.is_gguf() && !config.has(cap);
  spec.logit_soft_cap = published ? 30.0f : config.positive_or_off(final_cap);
  const float score_cap = published ? 50.0f : config.positive_or_off(cap);
  // Scores are divided by √query_pre_attn_scalar, which GGUF leaves out: it is Dh, but D / H in the model of 46 layers.
  const AttentionSpec& any = spec.layers.front().attention;
  const bool by_width = config.is_gguf() && spec.layers.size() == 46;
  const auto scalar = static_cast<float>(by_width ? spec.width / any.heads : any.head_width);
  const float divisor = config.positive_or({"query_pre_attn_scalar", ""}, config.is_gguf() ? scalar : 256.0f);
  for (LayerSpec& layer : spec.layers) {
    layer.norm_place = NormPlace::sandwich;
    layer.attention.scale = 1 / std::sqrt(divisor);
    layer.attention.soft_cap = score_cap;
  }
  const std::int64_t window = config.integer_or({"sliding_window", "attention.sliding_window"}, 4096, 1, kMostTokens);
  set_windows(config, spec, window, [](std::int64_t layer) { return layer % 2 == 0; });
  return spec;
}

}  // namespace halftone
