#include "engine/generate/memory_fit.h"

#include <algorithm>

#include "engine/generate/drafter.h"
#include "engine/generate/setting_rules.h"
#include "engine/load/weight_plan.h"
#include "engine/model/buffer_growth.h"
#include "engine/model/kv_layout.h"
#include "engine/model/weight_room.h"
#include "engine/model/workspace.h"

namespace halftone {

namespace {

double mib(std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

}  // namespace

std::int64_t rows_checked(const Speculation& speculation) { return speculation.kind == Speculation::Kind::off ? 1 : kMostDrafted + 1; }

std::int64_t planned_weight_bytes(const Checkpoint& checkpoint, Precision precision, const DeviceSizes& device, LayerRange layers) {
  return bytes_held(plan_of_layers(plan_weights(checkpoint, precision, device.matrix_layout()), checkpoint.spec, layers));
}

MemoryNeed memory_need(const ModelSpec& spec, const EngineSettings& settings, std::int64_t weight_bytes, const DeviceSizes& device,
                       LayerRange layers) {
  const KvFormat format = settings.cache.value_or(KvFormat::f16);
  const std::int64_t rows = std::min(settings.context, device.prefill_chunk());
  const std::int64_t pages = KvLayout::of(spec, format, layers).bytes_for(settings.context);
  const std::int64_t logits =
      layers.is_last(spec) ? spec.vocabulary * static_cast<std::int64_t>(sizeof(float)) * rows_checked(settings.speculation) : 0;
  return {.weights = weight_bytes,
          .kv_cache = settings.cache ? pages : 0,
          .activations = whole_granules(Workspace::activation_bytes(spec, rows)) + whole_granules(logits) + (settings.cache ? 0 : pages),
          .workspace = whole_granules(device.scratch_bytes(Workspace::scratch_shape(spec, rows, rows, settings.attention, format)))};
}

MemoryNeed need_of_layers(const Checkpoint& checkpoint, const EngineSettings& settings, const DeviceSizes& device, LayerRange layers) {
  return memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, settings.weights, device, layers), device, layers);
}

Result<void> check_fit(const Checkpoint& checkpoint, const EngineSettings& settings, WeightsAre weights, const DeviceSizes& device,
                       std::int64_t available) {
  const bool there = weights == WeightsAre::there;
  const MemoryNeed need = memory_need(checkpoint.spec, settings, there ? 0 : planned_weight_bytes(checkpoint, settings.weights, device), device);
  if (need.total() <= available) return {};

  Sentence remedy = there ? Sentence("Choose a smaller cache format or a shorter context.")
                          : Sentence("No smaller setting fits either: close other programs or choose a smaller model.");
  EngineSettings smaller = settings;
  smaller.context = std::min<std::int64_t>(settings.context, 2048);
  smaller.attention = AttentionKind::flash;
  for (Precision precision : {Precision::int8, Precision::int4, Precision::int3, Precision::int2}) {
    const MemoryNeed other = memory_need(checkpoint.spec, smaller, planned_weight_bytes(checkpoint, precision, device), device);
    if (other.weights > need.weights || other.total() > available) continue;
    remedy = sentence("It fits with weights at {}, flash attention and a context of {} tokens: {:.0f} MiB.", to_string(precision),
                      smaller.context, mib(other.total()));
    break;
  }
  return fail(
      ErrorKind::out_of_memory, remedy,
      "{} needs {:.0f} MiB ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); {:.0f} MiB of memory are free",
      checkpoint.spec.name, mib(need.total()), mib(need.weights), mib(need.kv_cache), settings.context,
      mib(need.activations + need.workspace), mib(available));
}

Result<void> check_fit_of_layers(const Checkpoint& checkpoint, const EngineSettings& settings, WeightsAre weights,
                                 const DeviceSizes& device, LayerRange layers, const Sentence& name, std::int64_t available) {
  const MemoryNeed need = weights == WeightsAre::there ? memory_need(checkpoint.spec, settings, 0, device, layers)
                                                       : need_of_layers(checkpoint, settings, device, layers);
  if (need.total() <= available) return {};
  return fail(
      ErrorKind::out_of_memory, "Give this device fewer layers, or choose smaller weights, a smaller cache format or a shorter context.",
      "layers {} to {} need {:.0f} MiB on {} ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); {:.0f} "
      "MiB of its memory are free",
      layers.begin, layers.end - 1, mib(need.total()), name, mib(need.weights), mib(need.kv_cache), settings.context,
      mib(need.activations + need.workspace), mib(available));
}

std::int64_t longest_context(const ModelSpec& spec, EngineSettings settings, std::int64_t weight_bytes, const DeviceSizes& device,
                             LayerRange layers, std::int64_t available) {
  std::int64_t fits = 0, limit = kMaxContext / 100;
  if (const std::int64_t end = spec.position_limit(); end > 0) limit = std::min(limit, end / 100);
  while (fits < limit) {
    const std::int64_t middle = fits + (limit - fits + 1) / 2;
    settings.context = middle * 100;
    if (memory_need(spec, settings, weight_bytes, device, layers).total() <= available) fits = middle;
    else limit = middle - 1;
  }
  return fits * 100;
}

}  // namespace halftone
