// Layers over several devices, by the memory that is free there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/backend/device_sizes.h"
#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/load/checkpoint.h"
#include "engine/spec/layer_range.h"

namespace halftone {

struct DeviceRoom {
  const DeviceSizes& sizes;
  std::int64_t bytes = 0;
  bool is_gpu = false;
};

// Layers one after the other, at least one for each device: there must be as many. GPUs take what they hold, shared out in proportion where they
// hold more than there are; the CPU takes the rest, which may be more than it has room for.
std::vector<LayerRange> split_by_memory(const Checkpoint& checkpoint, const EngineSettings& settings, std::span<const DeviceRoom> devices);
// The same by counts.
std::vector<LayerRange> split_by_count(std::span<const std::int64_t> counts);

// Whether each of so many devices can have a layer.
Result<void> check_device_count(std::size_t devices, const ModelSpec& spec);

// Layers of the model's last, first or middle ones that fit.
std::int64_t layers_that_fit(const Checkpoint& checkpoint, const EngineSettings& settings, const DeviceRoom& device, bool first, bool last);

}  // namespace halftone
