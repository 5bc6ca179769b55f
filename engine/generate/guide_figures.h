// What the guide that this project follows (Optimizing LLMs for Speed and Memory, Hugging Face 2023) measured on an A100, of OctoCoder: a
// question by itself, and behind ten times a long system prompt, each with 60 new tokens.
#pragma once

#include <algorithm>
#include <iterator>

#include "engine/generate/engine.h"

namespace halftone {

struct GuideFigure {
  Precision weights;
  AttentionKind attention;
  bool long_prompt;
  double peak_gib, seconds;  // 0: it does not say
};

inline constexpr GuideFigure kGuideFigures[] = {
    {Precision::bf16, AttentionKind::naive, false, 29.03, 0},     {Precision::int8, AttentionKind::naive, false, 15.22, 0},
    {Precision::int4, AttentionKind::naive, false, 9.54, 0},      {Precision::bf16, AttentionKind::naive, true, 37.67, 10.97},
    {Precision::bf16, AttentionKind::flash, true, 32.62, 3.02},
};

// Whether the model is the guide's, or has its geometry.
inline bool is_octocoder(const ModelInfo& model) { return model.family == "gpt_bigcode" && model.width == 6144 && model.layers == 40; }

// Null: the guide does not say. `prompt` in tokens: its own were some 60 and some 6,000 long; what is not near either is not theirs.
inline const GuideFigure* guide_figure(const ModelInfo& model, Precision weights, AttentionKind attention, std::int64_t prompt) {
  const bool is_long = prompt >= 4000 && prompt <= 8000, is_short = prompt <= 250;
  if (!is_octocoder(model) || (!is_long && !is_short)) return nullptr;
  const auto* const found = std::ranges::find_if(kGuideFigures, [&](const GuideFigure& figure) {
    return figure.weights == weights && figure.attention == attention && figure.long_prompt == is_long;
  });
  return found == std::end(kGuideFigures) ? nullptr : found;
}

}  // namespace halftone
