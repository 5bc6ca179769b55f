// Ministral 3 (Mistral AI 2025): a llama whose queries grow beyond the length it was first trained on.
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_ministral3(const Config& config) {
  ModelSpec spec = read_mistral(config);
  QueryGrowth growth;
  growth.rate = config.positive_or_off({"rope_parameters.llama_4_scaling_beta|rope_scaling.llama_4_scaling_beta", "attention.temperature_scale"});
  growth.length = config.integer_or(
      {"rope_parameters.original_max_position_embeddings|rope_scaling.original_max_position_embeddings", "rope.scaling.original_context_length"},
      spec.trained_context, 1, kMostTokens);
  for (LayerSpec& layer : spec.layers) std::get<RopeParams>(layer.attention.position).query_growth = growth;
  return spec;
}

}  // namespace halftone
