// What the engine holds, entry by entry. A draft model's bytes are in the report alone.
#include "engine/generate/local_engine.h"
#include "engine/load/weight_plan.h"

namespace halftone {

std::vector<MappedBytes> LocalEngine::memory_map() const {
  const EngineSettings settings = this->settings();
  const Checkpoint& checkpoint = opened_.checkpoint;
  std::vector<MappedBytes> map;
  for (int device = 0; device < static_cast<int>(placement().size()); ++device) {
    const Placed& placed = placement()[static_cast<std::size_t>(device)];
    const MemoryReport report = placed.device->backend->memory();
    std::int64_t weights = 0;
    const WeightPlan whole = plan_weights(checkpoint, settings.weights, placed.device->backend->matrix_layout());
    for (const PlannedWeight& weight : plan_of_layers(whole, checkpoint.spec, placed.layers).weights) {
      const WeightKey& key = weight.entry.key;
      map.push_back(
          {.name = to_string(key), .layer = key.layer, .format = info(weight.format).name, .bytes = weight.bytes, .device = device});
      weights += weight.bytes;
    }
    map.push_back({.name = "between weights", .bytes = report.of(MemoryTag::weights) - weights, .device = device});

    const KvLayout layout = KvLayout::of(checkpoint.spec, settings.cache.value_or(KvFormat::f16), placed.layers);
    const std::int64_t pages = report.of(MemoryTag::kv_cache) / layout.page_bytes();
    for (std::int64_t layer = placed.layers.begin; layer < placed.layers.end; ++layer)
      map.push_back({MemoryTag::kv_cache, "keys and values", layer, info(layout.format).name, pages * layout.layer_bytes(), device});

    for (const MemoryTag tag : {MemoryTag::activations, MemoryTag::workspace})
      map.push_back({.tag = tag, .name = std::string(to_string(tag)), .bytes = report.of(tag), .device = device});
  }
  return map;
}

}  // namespace halftone
