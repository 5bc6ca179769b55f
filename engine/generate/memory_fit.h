// How much memory settings take. One formula: for the sheet that proposes, for the check that refuses, for what a switch is said to cost.
#pragma once

#include <cstdint>

#include "engine/backend/device_sizes.h"
#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/load/checkpoint.h"
#include "engine/spec/layer_range.h"

namespace halftone {

// In bytes, under the tags that the arena counts them by.
struct MemoryNeed {
  std::int64_t weights = 0;
  std::int64_t kv_cache = 0;     // at the full context
  std::int64_t activations = 0;  // rows of a pass, logits; without a cache the pages that a prompt passes through
  std::int64_t workspace = 0;    // scratch of the ops. Naive attention takes more with the prompt's square; that is for the prompt to ask
  std::int64_t total() const { return weights + kv_cache + activations + workspace; }
};

// `spec`: the checkpoint's own; settings resolved. `weight_bytes`: 0 where they are there already. `layers`: those that the device has.
MemoryNeed memory_need(const ModelSpec& spec, const EngineSettings& settings, std::int64_t weight_bytes, const DeviceSizes& device,
                       LayerRange layers);
inline MemoryNeed memory_need(const ModelSpec& spec, const EngineSettings& settings, std::int64_t weight_bytes, const DeviceSizes& device) {
  return memory_need(spec, settings, weight_bytes, device, LayerRange::all(spec));
}
std::int64_t planned_weight_bytes(const Checkpoint& checkpoint, Precision precision, const DeviceSizes& device, LayerRange layers);
inline std::int64_t planned_weight_bytes(const Checkpoint& checkpoint, Precision precision, const DeviceSizes& device) {
  return planned_weight_bytes(checkpoint, precision, device, LayerRange::all(checkpoint.spec));
}
// With the weights of these layers, loaded anew.
MemoryNeed need_of_layers(const Checkpoint& checkpoint, const EngineSettings& settings, const DeviceSizes& device, LayerRange layers);
std::int64_t rows_checked(const Speculation& speculation);  // rows whose logits one pass gives

// Whether that is available; if not, what is needed and what would fit.
enum class WeightsAre { to_be_loaded, there };
Result<void> check_fit(const Checkpoint& checkpoint, const EngineSettings& settings, WeightsAre weights, const DeviceSizes& device,
                       std::int64_t available);

// The same of some layers on one of several devices, that the error names.
Result<void> check_fit_of_layers(const Checkpoint& checkpoint, const EngineSettings& settings, WeightsAre weights,
                                 const DeviceSizes& device, LayerRange layers, const Sentence& name, std::int64_t available);

// The longest context that fits into so many bytes, all else as set, in hundreds; 0: none.
std::int64_t longest_context(const ModelSpec& spec, EngineSettings settings, std::int64_t weight_bytes, const DeviceSizes& device,
                             LayerRange layers, std::int64_t available);

}  // namespace halftone
