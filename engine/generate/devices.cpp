#include "engine/generate/devices.h"

#include <algorithm>
#include <set>

#include "engine/backend/cpu_backend.h"
#include "engine/generate/layer_split.h"
#include "engine/generate/memory_fit.h"
#include "engine/generate/rope_setting.h"
#include "kernels/core/device_fault.h"

namespace halftone {

namespace {

std::vector<ModelPart> parts_of(const std::vector<LoadedModel::Part>& loaded) {
  std::vector<ModelPart> parts;
  parts.reserve(loaded.size());
  for (const LoadedModel::Part& part : loaded)
    parts.push_back({*part.placed.device->backend, *part.weights, part.placed.device->workspace, part.placed.layers});
  return parts;
}

std::vector<DeviceRoom> rooms_on(const std::vector<std::shared_ptr<Device>>& devices) {
  std::vector<DeviceRoom> rooms;
  rooms.reserve(devices.size());
  for (const auto& device : devices) rooms.push_back({*device->backend, device->free_bytes(), device->index.has_value()});
  return rooms;
}

Sentence said_of(const std::exception& error) {
  const auto* fault = dynamic_cast<const DeviceFault*>(&error);
  return fault && fault->is_lost() ? sentence("the GPU has failed and cannot be used before a restart of Halftone: {}", said_by(error))
                                   : sentence("the GPU cannot be used: {}", said_by(error));
}

}  // namespace

LoadedModel::LoadedModel(const ModelSpec& under, std::vector<Part> all) : spec(under), parts(std::move(all)), transformer(spec, parts_of(parts)) {}

std::shared_ptr<LoadedModel> Devices::model_on(const RopeScaling& scaling, std::vector<LoadedModel::Part> parts) {
  ModelKey key{{}, scaling};
  for (const LoadedModel::Part& part : parts) key.weights.push_back(part.weights.get());
  if (auto model = models_.find(key)) return model;
  auto model = std::make_shared<LoadedModel>(spec_under(checkpoint_.spec, scaling), std::move(parts));
  models_.add(key, model);
  return model;
}

std::int64_t Devices::weight_bytes_beside(const Device& device, const std::shared_ptr<LoadedModel>& model, const Weights* kept) const {
  std::set<const Weights*> counted;
  if (kept) counted.insert(kept);
  for (const auto& other : models_.all()) {
    const long others = other.use_count() - 1 - (other == model ? 1 : 0);  // without us who look, and without `model`'s own user
    if (others <= 0) continue;
    for (const LoadedModel::Part& part : other->parts)
      if (part.placed.device.get() == &device) counted.insert(part.weights.get());
  }
  std::int64_t bytes = 0;
  for (const Weights* weights : counted) bytes += weights->bytes();
  return bytes;
}

std::shared_ptr<Device> Devices::open(DeviceIndex index, int threads) {
  if (auto device = open_.find(index)) {
    if (index) static_cast<void>(device->backend->arena().allocate(1, MemoryTag::workspace));  // one that is lost says so again
    return device;
  }
  auto device = std::make_shared<Device>(index, index ? gpus_.open(*index, threads) : make_cpu_backend(threads, baseline_), checkpoint_.spec);
  open_.add(index, device);
  return device;
}

Result<ChosenDevices> Devices::place(const EngineSettings& settings, const std::vector<DeviceIndex>& indices) {
  if (auto enough = check_device_count(indices.size(), checkpoint_.spec); !enough) return pass_on(std::move(enough));
  std::vector<std::shared_ptr<Device>> devices;
  devices.reserve(indices.size());
  for (const DeviceIndex index : indices) devices.push_back(open(index, settings.threads));
  const std::vector<LayerRange> ranges =
      settings.split.empty() ? split_by_memory(checkpoint_, settings, rooms_on(devices)) : split_by_count(settings.split);
  ChosenDevices chosen;
  for (std::size_t i = 0; i < devices.size(); ++i) chosen.placement.push_back({devices[i], ranges[i]});
  return chosen;
}

// The first GPU where it holds the model; all of them, then with the CPU, where each holds its part; the CPU.
Result<ChosenDevices> Devices::choose_automatically(const EngineSettings& settings, DeviceIndex first) {
  const auto on_cpu = [&](Sentence why) {
    return ChosenDevices{{{open({}, settings.threads), LayerRange::all(checkpoint_.spec)}}, std::move(why)};
  };
  try {
    const std::shared_ptr<Device> gpu = open(first, settings.threads);
    const LayerRange all = LayerRange::all(checkpoint_.spec);
    const auto weights = gpu->weights.find(checkpoint_, settings.weights, all) ? WeightsAre::there : WeightsAre::to_be_loaded;
    const auto fits = check_fit(checkpoint_, settings, weights, *gpu->backend, gpu->free_bytes());
    if (fits) return ChosenDevices{{{gpu, all}}};
    Sentence why = sentence("the model does not fit on {}: {}", gpu->backend->name(), fits.error().cause);
    const auto holds_its_layers = [&](const Placed& placed) {
      return need_of_layers(checkpoint_, settings, *placed.device->backend, placed.layers).total() <= placed.device->free_bytes();
    };
    for (const std::vector<DeviceIndex>& devices : devices_to_spill_to(gpus_, checkpoint_.spec.layers.size())) {
      auto split = place(settings, devices);
      if (!split || !std::ranges::all_of(split->placement, holds_its_layers)) continue;
      if (!devices.front()) split->why_cpu = std::move(why);
      return split;
    }
    return on_cpu(std::move(why));
  } catch (const std::exception& error) {
    return on_cpu(said_of(error));
  }
}

Result<ChosenDevices> Devices::choose(const EngineSettings& settings) {
  auto named = devices_named(settings.device, gpus_);
  if (!named) return pass_on(std::move(named));
  if (settings.device == "auto" && named->indices.front()) return choose_automatically(settings, named->indices.front());
  try {
    auto chosen = place(settings, named->indices);
    if (chosen) chosen->why_cpu = named->why_cpu;
    return chosen;
  } catch (const std::exception& error) {
    const Sentence why = said_of(error);
    return std::unexpected(Error{ErrorKind::unsupported, why, "Choose the CPU."});
  }
}

}  // namespace halftone
