#include "engine/generate/token_reads.h"

#include "engine/generate/local_engine.h"
#include "engine/load/weight_plan.h"

namespace halftone {

TokenReads LocalEngine::token_reads() const {
  const EngineSettings settings = this->settings();
  const Checkpoint& checkpoint = opened_.checkpoint;
  TokenReads reads;
  for (const Placed& placed : placement()) {
    const bool has_head = placed.layers.end == std::ssize(checkpoint.spec.layers);
    const WeightPlan whole = plan_weights(checkpoint, settings.weights, placed.device->backend->matrix_layout());
    for (const PlannedWeight& weight : plan_of_layers(whole, checkpoint.spec, placed.layers).weights) {
      const bool table_only = weight.entry.key.role == WeightRole::token_embedding && !(checkpoint.spec.tied_embeddings && has_head);
      if (!table_only) reads.weight_bytes += weight.bytes;
    }
  }
  const KvLayout layout = KvLayout::of(checkpoint.spec, settings.cache.value_or(KvFormat::f16));
  reads.layer_bytes = static_cast<double>(layout.layer_bytes()) / kKvPageTokens;
  for (const auto& layer : checkpoint.spec.layers) reads.windows.push_back(layer.attention.window);
  return reads;
}

double LocalEngine::read_bandwidth_gb_s() {
  constexpr std::int64_t kRoom = std::int64_t{2} << 30;  // bytes: the CPU's probe takes a quarter of it, a GPU's half of what is free
  if (placement().size() != 1 || backend().memory().device_free < kRoom) return 0;
  return backend().read_bandwidth_gb_s();
}

}  // namespace halftone
