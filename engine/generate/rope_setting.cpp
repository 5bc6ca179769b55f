#include "engine/generate/rope_setting.h"

#include <algorithm>
#include <limits>

namespace halftone {

namespace {

// The RoPE whose frequencies depend on the length, if any layer's do.
const RopeParams* length_dependent_rope(const ModelSpec& spec) {
  for (const LayerSpec& layer : spec.layers) {
    const auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (rope && depends_on_length(rope->scaling)) return rope;
  }
  return nullptr;
}

// Where a length-dependent scaling begins to change.
std::int64_t unscaled_context(const RopeParams& rope, std::int64_t trained) {
  std::int64_t original = 0;
  if (const auto* ntk = std::get_if<NtkScaling>(&rope.scaling)) original = ntk->original_context;
  if (const auto* longrope = std::get_if<LongRopeScaling>(&rope.scaling)) original = longrope->original_context;
  return std::max<std::int64_t>(1, original > 0 ? original : trained);
}

}  // namespace

bool has_rope(const ModelSpec& spec) {
  return std::ranges::any_of(spec.layers, [](const LayerSpec& layer) { return std::holds_alternative<RopeParams>(layer.attention.position); });
}

ModelSpec spec_under(const ModelSpec& own, const RopeScaling& scaling) {
  ModelSpec spec = own;
  if (std::holds_alternative<std::monostate>(scaling)) return spec;
  // A layer with a window never looks further than it was trained to; where all have one, all are stretched.
  const bool some_see_all = std::ranges::any_of(spec.layers, [](const LayerSpec& layer) { return layer.attention.window == 0; });
  for (LayerSpec& layer : spec.layers) {
    auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (!rope || (some_see_all && layer.attention.window > 0)) continue;
    rope->scaling = scaling;
    rope->frequency_factors.clear();  // a GGUF file's way to store a scaling
  }
  return spec;
}

std::int64_t rope_length(const ModelSpec& spec, std::int64_t tokens) {
  const RopeParams* rope = length_dependent_rope(spec);
  if (!rope) return 0;
  std::int64_t length = unscaled_context(*rope, spec.trained_context);
  // Long RoPE has two sets of frequencies, not one for every length.
  if (std::holds_alternative<LongRopeScaling>(rope->scaling)) return tokens > length ? 2 * length : length;
  while (length < tokens && length < std::numeric_limits<std::int64_t>::max() / 2) length *= 2;
  return length;
}

}  // namespace halftone
