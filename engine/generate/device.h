// What an engine has on one device: the weights that are there, the room for a pass, models that draft.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/base/shared_map.h"
#include "engine/generate/draft_model.h"
#include "engine/generate/weight_store.h"
#include "engine/model/workspace.h"
#include "engine/spec/layer_range.h"

namespace halftone {

struct Device {
  // `spec`: the checkpoint's, which outlives it; its sizes hold for every precision and RoPE.
  Device(std::optional<int> index, std::unique_ptr<Backend> backend, const ModelSpec& spec);

  DeviceKind kind() const { return index ? DeviceKind::cuda : DeviceKind::cpu; }
  std::int64_t free_bytes() const { return backend->memory().device_free; }
  std::int64_t draft_bytes(std::int64_t context) const;  // with full caches

  const std::optional<int> index;  // of a CUDA device; none: the CPU
  const std::unique_ptr<Backend> backend;  // outlives all that holds its buffers
  WeightStore weights;
  Workspace workspace;  // passes follow each other, whoever asks for them
  SharedMap<Speculation, DraftModel> drafts;
};

// Layers of the model, and where they lie.
struct Placed {
  std::shared_ptr<Device> device;
  LayerRange layers;
};
using Placement = std::vector<Placed>;  // all layers, in order

}  // namespace halftone
